package io.github.idempotency.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;

import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The Chromium of this machine, without a window. Its driver is named, so that none is looked for or downloaded. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final ClassPathResource AXE =
            new ClassPathResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js");

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path profile;

    private final ChromeDriver driver;

    private Browser(Path profile, ChromeDriver driver) {
        this.profile = profile;
        this.driver = driver;
    }

    static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    static Browser start() throws IOException {
        Path profile = Files.createTempDirectory("chromium");
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions()
                .setBinary(CHROMIUM.toFile())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + profile);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        return new Browser(profile, new ChromeDriver(service, options));
    }

    void open(String address) {
        driver.get(address);
    }

    void reload() {
        driver.navigate().refresh();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    /** The text of every element that there is, in their order. */
    List<String> texts(String selector) {
        return driver.findElements(By.cssSelector(selector)).stream()
                .map(found -> found.getDomProperty("textContent"))
                .toList();
    }

    void awaitText(String selector, String text) {
        Awaitility.await()
                .atMost(PATIENCE)
                // Not there yet, or not any more.
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .untilAsserted(() -> assertThat(find(selector).getText()).isEqualTo(text));
    }

    String tab() {
        return driver.getWindowHandle();
    }

    void goTo(String tab) {
        driver.switchTo().window(tab);
    }

    /** Presses a link that opens another tab, and goes there. */
    void follow(String selector) {
        Set<String> before = driver.getWindowHandles();
        find(selector).click();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> driver.getWindowHandles().size() > before.size());
        Set<String> opened = new TreeSet<>(driver.getWindowHandles());
        opened.removeAll(before);
        goTo(opened.iterator().next());
    }

    /** What of the page, or of the dialog in front of it, keeps people from using it, by day and by night, as axe finds it. */
    List<String> barriers() throws IOException {
        driver.executeScript(AXE.getContentAsString(StandardCharsets.UTF_8));
        List<String> found = new ArrayList<>();
        for (String scheme : List.of("light", "dark")) {
            prefer(scheme);
            Object violations = driver.executeAsyncScript("""
                    const done = arguments[arguments.length - 1];
                    axe.run(document.querySelector('dialog[open]') ?? document).then(found => done(found.violations.flatMap(rule => rule.nodes.map(
                        node => rule.id + ': ' + node.html + ': ' + node.failureSummary))),
                        problem => done([String(problem)]));
                    """);
            ((List<?>) violations).forEach(violation -> found.add(scheme + ": " + violation));
        }
        return found;
    }

    /** What has the focus, by its id. */
    String focused() {
        return driver.switchTo().activeElement().getDomProperty("id");
    }

    String source() {
        return driver.getPageSource() + driver.getCurrentUrl();
    }

    /** What the page was not allowed to do. */
    List<String> violations() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(message -> message.contains("Content Security Policy"))
                .toList();
    }

    /** The whole page by day and by night, on a desk and on a telephone, where nothing may be wider than it. */
    void takeScreenshots(String name) throws IOException {
        for (String scheme : List.of("light", "dark")) {
            prefer(scheme);
            takeScreenshot(name + "-" + scheme + "-wide", 1280);
            takeScreenshot(name + "-" + scheme + "-narrow", 375);
        }
        driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    private void takeScreenshot(String name, int width) throws IOException {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        assertThat((Long) driver.executeScript("return document.documentElement.scrollWidth"))
                .as("width of %s", name)
                .isLessThanOrEqualTo((long) width);
        Object data = driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                .get("data");
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) data));
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        FileSystemUtils.deleteRecursively(profile);
    }
}

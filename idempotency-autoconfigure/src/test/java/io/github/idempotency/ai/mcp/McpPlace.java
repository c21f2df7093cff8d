package io.github.idempotency.ai.mcp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServlet;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.springframework.util.FileSystemUtils;

/** An MCP server of the SDK's own on a port of this machine, spoken to by its clients over HTTP. */
final class McpPlace implements AutoCloseable {

    private final Path directory = Files.createTempDirectory("mcp");

    private final Tomcat tomcat = new Tomcat();

    private final Runnable server;

    private final List<McpSyncClient> clients = new ArrayList<>();

    final LossyNetwork network;

    McpPlace(List<SyncToolSpecification> tools) throws Exception {
        this(
                HttpServletStreamableServerTransportProvider.builder()
                        .mcpEndpoint("/mcp")
                        .build(),
                tools);
    }

    private McpPlace(HttpServletStreamableServerTransportProvider transport, List<SyncToolSpecification> tools)
            throws Exception {
        this(
                transport,
                McpServer.sync(transport)
                        .serverInfo("payments", "1")
                        .tools(tools)
                        .immediateExecution(true)
                        .build()::close);
    }

    /** A server without sessions. */
    static McpPlace stateless(List<McpStatelessServerFeatures.SyncToolSpecification> tools) throws Exception {
        HttpServletStatelessServerTransport transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/mcp")
                .build();
        return new McpPlace(
                transport,
                McpServer.sync(transport)
                        .serverInfo("payments", "1")
                        .tools(tools)
                        .immediateExecution(true)
                        .build()::close);
    }

    static McpPlace asynchronous(List<AsyncToolSpecification> tools) throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .build();
        return new McpPlace(
                transport,
                McpServer.async(transport)
                        .serverInfo("payments", "1")
                        .tools(tools)
                        .build()::close);
    }

    /** An asynchronous server without sessions. */
    static McpPlace asynchronousStateless(List<McpStatelessServerFeatures.AsyncToolSpecification> tools)
            throws Exception {
        HttpServletStatelessServerTransport transport = HttpServletStatelessServerTransport.builder()
                .messageEndpoint("/mcp")
                .build();
        return new McpPlace(
                transport,
                McpServer.async(transport)
                        .serverInfo("payments", "1")
                        .tools(tools)
                        .build()::close);
    }

    private McpPlace(HttpServlet transport, Runnable server) throws Exception {
        this.server = server;
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", directory.toString());
        Tomcat.addServlet(context, "mcp", transport).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "mcp");
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.start();
        network = new LossyNetwork(tomcat.getConnector().getLocalPort());
    }

    /** A client in a session of its own. */
    McpSyncClient client() {
        McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(network.url())
                        .endpoint("/mcp")
                        .build())
                .clientInfo(new Implementation("shop - payments", "payments", "1"))
                .build();
        client.initialize();
        clients.add(client);
        return client;
    }

    @Override
    public void close() throws Exception {
        clients.forEach(McpSyncClient::close);
        server.run();
        tomcat.stop();
        tomcat.destroy();
        network.close();
        FileSystemUtils.deleteRecursively(directory);
    }
}

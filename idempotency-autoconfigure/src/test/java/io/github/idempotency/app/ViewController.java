package io.github.idempotency.app;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.AbstractView;
import org.springframework.web.servlet.view.RedirectView;

import io.github.idempotency.Idempotent;

/** Handlers that name a view. */
@Controller
@RequestMapping("/views")
class ViewController {

    private final Effects effects;

    ViewController(Effects effects) {
        this.effects = effects;
    }

    @Idempotent
    @PostMapping("/name")
    String name(Model model) {
        model.addAttribute("number", effects.happen());
        return "page";
    }

    @Idempotent
    @PostMapping("/model-and-view")
    ModelAndView modelAndView() {
        return new ModelAndView("page", Map.of("number", effects.happen()), HttpStatus.ACCEPTED);
    }

    /** The view is named after the path. */
    @Idempotent
    @PostMapping("/default")
    void defaultView(Model model) {
        model.addAttribute("number", effects.happen());
    }

    @Idempotent
    @PostMapping("/redirect")
    String redirect(RedirectAttributes attributes) {
        attributes.addAttribute("number", effects.happen());
        return "redirect:/orders";
    }

    @Idempotent
    @PostMapping("/redirect-view")
    RedirectView redirectView() {
        RedirectView view = new RedirectView("/orders/" + effects.happen());
        view.setStatusCode(HttpStatus.TEMPORARY_REDIRECT);
        return view;
    }

    @Idempotent
    @PostMapping("/forward")
    String forward(HttpServletRequest request) {
        request.setAttribute("number", effects.happen());
        return "forward:/views/target";
    }

    @PostMapping("/target")
    @ResponseBody
    String target(HttpServletRequest request) {
        return "forwarded " + request.getAttribute("number");
    }

    @Component("page")
    static class Page extends AbstractView {

        @Override
        protected void renderMergedOutputModel(
                Map<String, Object> model, HttpServletRequest request, HttpServletResponse response) throws Exception {
            response.setContentType("text/html;charset=UTF-8");
            response.getWriter().write("<p>Größe " + model.get("number") + " " + System.nanoTime() + "</p>");
        }
    }

    @Component("views/default")
    static class DefaultPage extends Page {}
}

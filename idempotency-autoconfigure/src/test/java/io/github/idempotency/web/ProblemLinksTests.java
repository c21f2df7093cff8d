package io.github.idempotency.web;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import io.github.idempotency.IdempotencyException;
import io.github.idempotency.IdempotencyProblem;

import static org.assertj.core.api.Assertions.assertThat;

/** Every problem says where it is documented, in whatever form it is told. */
class ProblemLinksTests {

    static Stream<Arguments> problems() {
        return Stream.of(IdempotencyProblem.values())
                .flatMap(problem -> Stream.of("application/json", "text/plain", "text/markdown")
                        .map(form -> Arguments.of(problem, form)));
    }

    private static MockHttpServletResponse answer(Problems problems, IdempotencyProblem problem, String form)
            throws IOException {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Accept", form);
        MockHttpServletResponse response = new MockHttpServletResponse();
        // A handler's own link stays beside it.
        response.addHeader("Link", "</next>; rel=\"next\"");
        problems.answer(new IdempotencyException(problem, "Why")).writeTo(request, response);
        return response;
    }

    @ParameterizedTest
    @MethodSource("problems")
    void whereTheyAreDocumented(IdempotencyProblem problem, String form) throws IOException {
        Problems problems =
                new Problems(new ProblemDetails("urn:test:", "https://docs.example.com/#", new StaticMessageSource()));
        assertThat(answer(problems, problem, form).getHeaders("Link"))
                .containsExactly(
                        "</next>; rel=\"next\"",
                        "<https://docs.example.com/#" + problem.type() + ">; rel=\"describedby\"");
    }

    @ParameterizedTest
    @MethodSource("problems")
    void aTypeThatIsAnAddressIsWhere(IdempotencyProblem problem, String form) throws IOException {
        Problems problems = new Problems(new ProblemDetails("https://example.com/", null, new StaticMessageSource()));
        assertThat(answer(problems, problem, form).getHeaders("Link"))
                .contains("<https://example.com/" + problem.type() + ">; rel=\"describedby\"");
    }
}

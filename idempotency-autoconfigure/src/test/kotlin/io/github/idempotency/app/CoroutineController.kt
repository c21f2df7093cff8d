package io.github.idempotency.app

import io.github.idempotency.CancelPolicy
import io.github.idempotency.Idempotent
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.reactor.awaitSingle
import org.springframework.http.HttpStatus
import org.springframework.http.ResponseEntity
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RequestHeader
import org.springframework.web.bind.annotation.RequestMapping
import org.springframework.web.bind.annotation.RestController

/** Handlers that are coroutines, and others in Kotlin. */
@RestController
@RequestMapping("/coroutines")
open class CoroutineController(private val effects: Effects, private val gates: ReactiveGates) {

    @Idempotent
    @PostMapping("/value")
    open suspend fun value(@RequestHeader("Idempotency-Key") key: String): String {
        delay(1)
        return "times " + effects.happen(key)
    }

    @Idempotent
    @PostMapping("/entity")
    open suspend fun entity(@RequestHeader("Idempotency-Key") key: String): ResponseEntity<String> {
        delay(1)
        return ResponseEntity.status(HttpStatus.CREATED).body("times " + effects.happen(key))
    }

    @Idempotent
    @PostMapping("/nothing")
    open suspend fun nothing(@RequestHeader("Idempotency-Key") key: String) {
        delay(1)
        effects.happen(key)
    }

    @Idempotent
    @PostMapping("/elements")
    open suspend fun elements(@RequestHeader("Idempotency-Key") key: String): Flow<String> = flow {
        delay(1)
        emit("times ")
        emit(effects.happen(key).toString())
    }

    @Idempotent
    @PostMapping("/gated")
    open suspend fun gated(@RequestHeader("Idempotency-Key") key: String): String {
        gates.pass(key).awaitSingle()
        return "times " + effects.happen(key)
    }

    @Idempotent
    @PostMapping("/broken")
    open suspend fun broken(@RequestHeader("Idempotency-Key") key: String): String {
        delay(1)
        effects.happen(key)
        throw IllegalStateException("broken")
    }

    @Idempotent
    @PostMapping("/plain")
    open fun plain(
        @RequestHeader("Idempotency-Key") key: String,
        @RequestHeader("X-Word", required = false) word: String = "times",
    ): String = "$word " + effects.happen(key)

    @Idempotent
    @PostMapping("/flow")
    open fun flowing(@RequestHeader("Idempotency-Key") key: String): Flow<String> = flow {
        delay(1)
        emit("times ")
        emit(effects.happen(key).toString())
    }

    @Idempotent
    @PostMapping("/gated-flow")
    open fun gatedFlow(@RequestHeader("Idempotency-Key") key: String): Flow<String> = flow {
        gates.pass(key).awaitSingle()
        emit("times " + effects.happen(key))
    }

    @Idempotent
    @PostMapping("/broken-flow")
    open fun brokenFlow(@RequestHeader("Idempotency-Key") key: String): Flow<String> = flow {
        effects.happen(key)
        throw IllegalStateException("broken")
    }

    @Idempotent(onCancel = [CancelPolicy.CANCEL])
    @PostMapping("/cancelled")
    open suspend fun cancelled(@RequestHeader("Idempotency-Key") key: String): String {
        val times = effects.happen(key)
        gates.pass(key).awaitSingle()
        return "times $times"
    }

    @Idempotent(key = "#key")
    @PostMapping("/by-argument")
    open suspend fun byArgument(@RequestHeader("X-Job") key: String): String {
        delay(1)
        return "times " + effects.happen(key)
    }
}

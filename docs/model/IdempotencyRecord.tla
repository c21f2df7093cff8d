-------------------------- MODULE IdempotencyRecord --------------------------
(***************************************************************************)
(* The protocol of one record: a few callers with the same key, the        *)
(* store's record between them, and everything that may go wrong.  Every   *)
(* verb of the store is one atomic step; between two steps of a caller     *)
(* anything may happen, so a caller that is paused, and wakes up after its *)
(* claim was taken over, is one whose next step comes late.                *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Callers,        \* who calls with the key
    Faults,         \* crashes, pauses past the lease, failures and store errors together
    Irreversible,   \* whether the work must never run twice
    Broken          \* the one rule that does not hold, "nothing" for the protocol as it is

VARIABLES
    record,     \* the store's record
    faults,     \* faults that may still happen
    at,         \* where each caller is
    held,       \* the token each caller acts under, or asks the reconciler about
    made,       \* the result in each caller's hands; once answered, the answer
    told,       \* whether a caller's client got an answer that the store had not confirmed
    issued,     \* history: all tokens, in the order in which they were given
    effects,    \* history: the executions whose effect has happened
    stored      \* history: all results that were ever authoritative

vars == <<record, faults, at, held, made, told, issued, effects, stored>>

Rule(name) == Broken # name

None == <<>>

States == {"free", "in progress", "completed", "unknown"}

Final == {"answered", "refused", "superseded", "gone"}

Places == {"calling", "claiming", "running", "acted", "reclaiming", "settling",
           "asking", "happened", "did not happen"} \cup Final

Tokens == 1..Faults + 1

Results == Callers \X Tokens

TypeOK ==
    /\ record \in [state: States, token: {0} \cup Tokens, leased: BOOLEAN, result: Results \cup {None}]
    /\ record.leased => record.state = "in progress"
    /\ record.result # None <=> record.state = "completed"
    /\ faults \in 0..Faults
    /\ at \in [Callers -> Places]
    /\ held \in [Callers -> {0} \cup Tokens]
    /\ made \in [Callers -> Results \cup {None}]
    /\ told \in [Callers -> BOOLEAN]
    /\ issued \in Seq(Tokens)
    /\ effects \subseteq Results
    /\ stored \subseteq Results

Init ==
    /\ record = [state |-> "free", token |-> 0, leased |-> FALSE, result |-> None]
    /\ faults = Faults
    /\ at = [c \in Callers |-> "calling"]
    /\ held = [c \in Callers |-> 0]
    /\ made = [c \in Callers |-> None]
    /\ told = [c \in Callers |-> FALSE]
    /\ issued = <<>>
    /\ effects = {}
    /\ stored = {}

(***************************************************************************)
(* What the steps are made of                                              *)
(***************************************************************************)

Go(c, place) == at' = [at EXCEPT ![c] = place]

Hold(c, token) == held' = [held EXCEPT ![c] = token]

Make(c, result) == made' = [made EXCEPT ![c] = result]

Fault == faults > 0 /\ faults' = faults - 1

Settled(state) == [record EXCEPT !.state = state, !.leased = FALSE]

Owned(c) == record.state = "in progress" /\ record.token = held[c]

\* The compare-and-set of the store.
MayCommit(c) ==
    \/ Owned(c)
    \/ ~Rule("CompletionComparesToken") /\ record.state = "in progress"
    \/ ~Rule("CompletionCompares")

Expired == record.state = "in progress" /\ ~record.leased

\* Nothing of a call is left in the caller's memory.
Forget(c) == Hold(c, 0) /\ Make(c, None) /\ UNCHANGED told

\* The record is the caller's from here on, under a token that it never had.
Acquire(c, seen, place) ==
    /\ record' = [state |-> "in progress", token |-> seen + 1, leased |-> TRUE, result |-> None]
    /\ issued' = Append(issued, seen + 1)
    /\ Hold(c, seen + 1)
    /\ Go(c, place)

\* The client has its answer, and it is the authoritative one.
Answer(c, result) ==
    /\ Go(c, "answered")
    /\ Make(c, result)
    /\ Hold(c, 0)
    /\ UNCHANGED told

\* A call ends without an authoritative answer; one that the client has already is not taken back.
Leave(c, place) ==
    /\ Go(c, IF told[c] THEN "superseded" ELSE place)
    /\ Forget(c)

(***************************************************************************)
(* A call                                                                  *)
(***************************************************************************)

Free == \/ record.state = "free"
        \/ Expired /\ (~Irreversible \/ ~Rule("IrreversibleWorkIsNotTakenOver"))

\* A claim that finds the work still running is refused; the client comes back, which changes nothing.
Claim(c) ==
    /\ at[c] = "calling"
    /\ UNCHANGED <<faults, effects, stored>>
    /\ \/ /\ Free
          /\ Rule("ClaimIsAtomic")
          /\ Acquire(c, record.token, "running")
          /\ UNCHANGED <<made, told>>
       \/ /\ Free
          /\ ~Rule("ClaimIsAtomic")
          /\ Go(c, "claiming")
          /\ Hold(c, record.token)
          /\ UNCHANGED <<record, made, told, issued>>
       \/ /\ record.state = "completed"
          /\ Answer(c, record.result)
          /\ UNCHANGED <<record, issued>>
       \/ /\ record.state = "unknown" \/ (Expired /\ ~Free)
          /\ record' = Settled("unknown")
          /\ Go(c, "asking")
          /\ Hold(c, record.token)
          /\ UNCHANGED <<made, told, issued>>

\* The second half of a claim that reads and then writes.
WriteClaim(c) ==
    /\ at[c] = "claiming"
    /\ Acquire(c, held[c], "running")
    /\ UNCHANGED <<faults, made, told, effects, stored>>

\* The action does the deed, whether or not its claim still holds: nobody can stop it.
Act(c) ==
    /\ at[c] = "running"
    /\ effects' = effects \cup {<<c, held[c]>>}
    /\ Make(c, <<c, held[c]>>)
    /\ Go(c, "acted")
    /\ UNCHANGED <<record, faults, held, told, issued, stored>>

Commit(c) ==
    /\ record' = [Settled("completed") EXCEPT !.result = made[c]]
    /\ stored' = stored \cup {made[c]}

\* The result is stored before the client sees it.
Complete(c) ==
    /\ at[c] \in {"acted", "settling"}
    /\ UNCHANGED <<faults, issued, effects>>
    /\ IF MayCommit(c)
       THEN Commit(c) /\ Answer(c, made[c])
       ELSE /\ UNCHANGED <<record, stored>>
            /\ CASE record.state = "completed" /\ (~told[c] \/ record.token = held[c]) -> Answer(c, record.result)
                 [] record.state = "unknown" /\ record.token = held[c] /\ at[c] = "acted" ->
                        Go(c, "reclaiming") /\ UNCHANGED <<held, made, told>>
                 [] record.state = "unknown" /\ (record.token # held[c] \/ at[c] = "settling") -> Leave(c, "refused")
                 [] OTHER -> Leave(c, "calling")

\* Nobody knows the outcome better than the owner that brings it, however late: it reconciles its own claim.
Reclaim(c) ==
    /\ at[c] = "reclaiming"
    /\ UNCHANGED <<faults, made, told, effects, stored>>
    /\ IF record.state = "unknown" /\ record.token = held[c]
       THEN Acquire(c, record.token, "settling")
       ELSE /\ record' = IF Expired THEN Settled("unknown") ELSE record
            /\ Go(c, "settling")
            /\ UNCHANGED <<held, issued>>

(***************************************************************************)
(* Reconciliation                                                          *)
(***************************************************************************)

\* THE ASSUMPTION.  A reconciler tells the truth about the key: "happened" if the effect of any execution has happened,
\* "did not happen" if none has and no execution that began can do it any more.  It may always say that it cannot tell.
EffectHappened(c) ==
    IF Rule("ReconcilerTellsOfTheKey")
    THEN effects # {}
    ELSE \E e \in effects : e[2] = held[c]

EffectMayFollow(c) ==
    /\ Rule("ReconcilerRulesOutLateEffects")
    /\ \E d \in Callers : at[d] = "running" /\ (held[d] = held[c] \/ Rule("ReconcilerTellsOfTheKey"))

Ask(c) ==
    /\ at[c] = "asking"
    /\ UNCHANGED <<record, faults, told, issued, effects, stored>>
    /\ \/ EffectHappened(c) /\ Go(c, "happened") /\ UNCHANGED <<held, made>>
       \/ ~EffectHappened(c) /\ ~EffectMayFollow(c) /\ Go(c, "did not happen") /\ UNCHANGED <<held, made>>
       \/ Go(c, "refused") /\ Hold(c, 0) /\ UNCHANGED made

\* What was found out takes effect by a claim that names the token it was found out about.
ReconciledClaim(c) ==
    /\ at[c] \in {"happened", "did not happen"}
    /\ UNCHANGED <<faults, told, effects, stored>>
    /\ LET named == record.token = held[c] \/ ~Rule("ReconciliationNamesItsToken")
           won == record.state = "free" \/ (record.state = "unknown" /\ named)
       IN CASE won /\ at[c] = "did not happen" -> Acquire(c, record.token, "running") /\ UNCHANGED made
            [] won /\ at[c] = "happened" ->
                   Acquire(c, record.token, "acted") /\ Make(c, <<c, record.token + 1>>)
            [] record.state = "completed" ->
                   Go(c, "answered") /\ Make(c, record.result) /\ Hold(c, 0) /\ UNCHANGED <<record, issued>>
            [] record.leased -> Go(c, "calling") /\ Hold(c, 0) /\ UNCHANGED <<record, made, issued>>
            [] OTHER -> /\ record' = Settled("unknown")
                        /\ Go(c, "refused")
                        /\ Hold(c, 0)
                        /\ UNCHANGED <<made, issued>>

(***************************************************************************)
(* What goes wrong                                                         *)
(***************************************************************************)

\* The action failed, before its effect or after it.
Fail(c) ==
    /\ at[c] \in {"running", "acted"} /\ ~told[c]
    /\ Fault
    /\ record' = IF ~Owned(c) THEN record
                 ELSE Settled(IF Irreversible /\ Rule("FailedIrreversibleWorkIsKept") THEN "unknown" ELSE "free")
    /\ Go(c, "calling") /\ Forget(c)
    /\ UNCHANGED <<issued, effects, stored>>

\* The action failed in a way that is known to precede the effect.
Release(c) ==
    /\ at[c] = "running"
    /\ Fault
    /\ record' = IF Owned(c) THEN Settled("free") ELSE record
    /\ Go(c, "calling") /\ Forget(c)
    /\ UNCHANGED <<issued, effects, stored>>

\* The caller's process is about to stop: it gives repeatable work up, though the action may still run.
GiveUp(c) ==
    /\ at[c] \in {"running", "acted"} /\ ~told[c]
    /\ ~Irreversible \/ ~Rule("IrreversibleWorkIsNotGivenUp")
    /\ Owned(c)
    /\ Fault
    /\ record' = Settled("free")
    /\ UNCHANGED <<at, held, made, told, issued, effects, stored>>

\* The caller's process dies at any point of a call.  Its client comes back, or is never seen again.
Crash(c) ==
    /\ at[c] \notin ({"calling"} \cup Final)
    /\ Fault
    /\ \E place \in {"calling", "gone"} : Leave(c, place)
    /\ UNCHANGED <<record, issued, effects, stored>>

\* The store could not be told of the result, or was told and could not say so.  The client gets its answer, and the
\* result is brought again under the token that the claim was made with.
CompleteUnheard(c) ==
    /\ at[c] \in {"acted", "settling"}
    /\ Fault
    /\ \/ MayCommit(c) /\ Commit(c)
       \/ UNCHANGED <<record, stored>>
    /\ told' = [told EXCEPT ![c] = TRUE]
    /\ Go(c, "acted")
    /\ Hold(c, made[c][2])
    /\ UNCHANGED <<made, issued, effects>>

Keeps(c) == at[c] \in {"running", "acted"} /\ ~told[c] /\ Owned(c)

\* The lease of an owner that is gone runs out by itself.  One that is kept, or was just won, runs out when its owner is
\* paused or cut off.
Expire ==
    /\ Rule("LeasesExpire")
    /\ record.leased
    /\ IF \E c \in Callers : Keeps(c) \/ (at[c] = "settling" /\ Owned(c)) THEN Fault ELSE UNCHANGED faults
    /\ record' = [record EXCEPT !.leased = FALSE]
    /\ UNCHANGED <<at, held, made, told, issued, effects, stored>>

\* The keeper is back before anybody noticed.
Renew(c) ==
    /\ Keeps(c)
    /\ Expired
    /\ record' = [record EXCEPT !.leased = TRUE]
    /\ UNCHANGED <<faults, at, held, made, told, issued, effects, stored>>

Over == (\A c \in Callers : at[c] \in Final) /\ ~record.leased /\ UNCHANGED vars

Step(c) == Claim(c) \/ WriteClaim(c) \/ Act(c) \/ Complete(c) \/ Reclaim(c) \/ Ask(c) \/ ReconciledClaim(c)

Trouble(c) == Fail(c) \/ Release(c) \/ GiveUp(c) \/ Crash(c) \/ CompleteUnheard(c) \/ Renew(c)

Next == (\E c \in Callers : Step(c) \/ Trouble(c)) \/ Expire \/ Over

Spec == Init /\ [][Next]_vars

FairSpec == Spec /\ WF_vars(Expire) /\ \A c \in Callers : WF_vars(Step(c))

(***************************************************************************)
(* What must hold                                                          *)
(***************************************************************************)

\* One authoritative result at most, and whoever got a confirmed answer got that one.
OneResult ==
    /\ Cardinality(stored) <= 1
    /\ \A c \in Callers : at[c] = "answered" => made[c] \in stored

\* An answer is confirmed only while the record holds it.
NoReplayBeforeCompletion ==
    \A c \in Callers : at[c] = "answered" => record.state = "completed" /\ record.result = made[c]

\* The store would take a result from one execution at most.
OneOwner == Cardinality({c \in Callers : at[c] \in {"running", "acted", "settling"} /\ MayCommit(c)}) <= 1

TokensIncrease == \A i, j \in DOMAIN issued : i < j => issued[i] < issued[j]

OneEffect == Irreversible => Cardinality(effects) <= 1

CompletedIsFinal == [][record.state = "completed" => record' = record]_vars

UnknownIsLeftByAClaim ==
    [][record.state = "unknown" /\ record' # record
       => record'.state = "in progress" /\ record'.token > record.token]_vars

\* Everybody who keeps calling gets an answer in the end, or is told that the outcome is unknown.
EverybodyIsAnswered == \A c \in Callers : <>(at[c] \in Final)

Symmetry == Permutations(Callers)
==============================================================================

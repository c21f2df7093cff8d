package io.github.idempotency.test.store;

import java.util.List;

/** A mistake in adding up what nodes have counted, and the guarantees that must fail then. */
enum CounterFault {
    NONE,
    MADE_AGAIN_IS_ADDED(
            "aFlushThatIsMadeAgainIsAddedOnce",
            "aFlushThatIsLateChangesNothing",
            "ofTheSameFlushMadeManyTimesAtATimeOneIsAdded"),
    SEQUENCE_IS_READ_BEFORE("ofTheSameFlushMadeManyTimesAtATimeOneIsAdded"),
    SUM_IS_READ_BEFORE("noNodeLosesWhatAnotherAdds"),
    NODES_SHARE_A_SEQUENCE(
            "aFlushThatIsMadeAgainIsAddedOnce",
            "whatNodesHaveCountedIsAddedUp",
            "noNodeLosesWhatAnotherAdds",
            "whatThereIsNoRoomForIsAddedToTheOthers"),
    LAYERS_ARE_ONE("whatNodesHaveCountedIsAddedUp"),
    APPLICATIONS_ARE_ONE("applicationsAreApart", "nothingIsToldBeforeAnythingWasCounted"),
    AMOUNTS_ARE_DOUBLES("whatNodesHaveCountedIsAddedUp"),
    GROWS_WITHOUT_BOUND("whatThereIsNoRoomForIsAddedToTheOthers"),
    SURPLUS_IS_DROPPED("whatThereIsNoRoomForIsAddedToTheOthers"),
    MINUTES_BEGIN_ANYWHERE("aMinuteBeginsWithItsFirstSecondByTheStoresClock");

    private final List<String> guarantees;

    CounterFault(String... guarantees) {
        this.guarantees = List.of(guarantees);
    }

    List<String> guarantees() {
        return guarantees;
    }
}

import Testing

@testable import WScopeCommands

@Suite("What a client's prompt does with its connection")
struct ClientPromptStateMachineTests {
  typealias Machine = ClientPromptStateMachine
  typealias Input = Machine.Input

  /// The shortest way to every state that can be reached.
  private static let ways: [(machine: Machine, way: [Input])] = {
    var found = [(machine: Machine(), way: [Input]())]
    var seen: Set = [Machine()]
    var index = 0
    while index < found.count {
      let (machine, way) = found[index]
      for input in Input.allCases where canHappen(input, in: machine) {
        var after = machine
        if after.handle(input) == .finish { continue }
        if seen.insert(after).inserted { found.append((after, way + [input])) }
      }
      index += 1
    }
    return found
  }()

  private static func canHappen(_ input: Input, in machine: Machine) -> Bool {
    switch input {
    case .connect, .giveUp, .leave: true
    case .opened: machine.link == .connecting
    case .closing: machine.link == .open
    case .ended, .retry: machine.link != .none
    }
  }

  private static func actions(_ machine: inout Machine, _ inputs: [Input]) -> [Machine.Action] {
    inputs.compactMap { machine.handle($0) }
  }

  @Test func reachesEveryLinkInEveryMood() {
    // Leaving ends the program where nothing is connected; a connection is replaced only while one has yet to end.
    let states = Set(
      Self.ways.map { "\($0.machine.link) \($0.machine.isReplacing) \($0.machine.isLeaving)" })
    #expect(
      states == [
        "none false false", "connecting false false", "open false false", "open true false",
        "open false true",
        "closing false false", "closing true false", "closing false true",
      ])
  }

  /// What each input asks for in a link: of a connection that is neither replaced nor left, replaced, and left.
  @Test(arguments: [
    (Machine.Link.none, Input.connect, [Machine.Action?.some(.connect)]),
    (.none, .leave, [.finish]),
    (.connecting, .connect, [.connect]),
    (.connecting, .leave, [.finish]),
    (.none, .giveUp, [nil]),
    (.open, .giveUp, [nil, nil, nil]),
    (.closing, .giveUp, [nil, nil, nil]),
    (.open, .connect, [.close, nil, nil]),
    (.open, .leave, [.close, .close, .abort]),
    (.closing, .connect, [nil, nil, nil]),
    (.closing, .leave, [nil, nil, .abort]),
    (.connecting, .retry, [.wait]),
    (.open, .retry, [.wait, .connect, .finish]),
    (.closing, .retry, [.wait, .connect, .finish]),
  ])
  func hasOneAnswer(link: Machine.Link, input: Input, expected: [Machine.Action?]) {
    let moods = [(false, false), (true, false), (false, true)]
    for ((isReplacing, isLeaving), action) in zip(moods, expected) {
      let matching = Self.ways.filter {
        ($0.machine.link, $0.machine.isReplacing, $0.machine.isLeaving) == (link, isReplacing, isLeaving)
      }
      #expect(!matching.isEmpty)
      for (start, way) in matching {
        var machine = start
        #expect(machine.handle(input) == action, "after \(way)")
      }
    }
  }

  @Test func isNeverDeaf() {
    for (machine, way) in Self.ways where !machine.isLeaving {
      var asked = machine
      var actions = Self.actions(&asked, [.connect])
      if asked.link != .connecting { actions += Self.actions(&asked, [.ended]) }
      #expect(actions.last == .connect, "after \(way)")
      #expect(asked.isConnecting, "after \(way)")
    }
  }

  @Test func leavesWhateverWasAskedForBeforeAndAfter() {
    for (machine, way) in Self.ways {
      for others in [[], [Input.connect], [.connect, .connect]] {
        var left = machine
        var actions = Self.actions(&left, [.leave])
        if actions.last == .finish { continue }
        actions += Self.actions(&left, others)
        #expect(left.isLeaving && !left.isConnecting, "after \(way)")
        actions += Self.actions(&left, [.ended])
        #expect(actions.last == .finish && !actions.contains(.connect), "after \(way): \(actions)")
      }
    }
  }

  @Test func doesNotWaitForTheCloseOfWhoAsksTwice() {
    for (start, way) in Self.ways {
      var machine = start
      let actions = Self.actions(&machine, [.leave, .leave])
      #expect(actions.contains(.finish) || actions.last == .abort, "after \(way): \(actions)")
    }
  }

  @Test func restsWhereAConnectionOnItsWayIsGivenUp() {
    for (start, way) in Self.ways where start.isConnecting && !start.isLeaving && start.hasOpened {
      var machine = start
      var actions = Self.actions(&machine, [.giveUp])
      if actions.last != .rest { actions += Self.actions(&machine, [.ended]) }
      #expect(actions.last == .rest && !actions.contains(.connect), "after \(way): \(actions)")
    }
  }

  @Test func endsWhenAFirstConnectionDoesNotComeAbout() {
    var first = Machine()
    #expect(Self.actions(&first, [.connect, .ended]) == [.connect, .finish])
    var second = Machine()
    #expect(
      Self.actions(&second, [.connect, .opened, .ended, .connect, .ended]) == [
        .connect, .rest, .connect, .rest,
      ])
  }
}

import Testing
import WebSocketConversation

/// Finds a word; what follows it up to a blank is the capture "1" and "rest".
private struct WordPattern: ScriptPattern {
  struct TooHard: Error {}
  let word: String
  let names = ["0", "1", "rest"]

  func captures(in bytes: [UInt8]) throws -> [String: [UInt8]]? {
    let text = String(decoding: bytes, as: UTF8.self)
    if text == "explode" { throw TooHard() }
    guard let range = text.firstRange(of: word) else { return nil }
    let rest = Array(text[range.upperBound...].prefix { $0 != " " }.utf8)
    return ["0": Array(word.utf8) + rest, "1": rest, "rest": rest]
  }
}

@Suite("A script")
struct ScriptTests {
  private typealias Machine = ScriptMachine<WordPattern>
  private typealias Step = ScriptStep<WordPattern>

  private static let known: Set = ["0", "1", "rest", "name"]

  private static func line(_ text: String, isCommand: Bool = false) -> ScriptLine {
    ScriptLine(ScriptText(Array(text.utf8), known: known), isCommand: isCommand, origin: text)
  }

  private static func line(_ text: String) -> Step { .line(line(text)) }
  private static func wait(_ word: String) -> Step { .await(WordPattern(word: word), words: word) }

  private static func machine(_ steps: [Step], values: [String: [UInt8]] = [:]) -> Machine {
    Machine(steps, limit: .seconds(10), values: values)
  }

  /// What the machine puts on the wire, and "finished" or "failed".
  private static func words(_ actions: [Machine.Action]) -> [String] {
    actions.map { action in
      switch action {
      case .perform(let bytes, _): String(decoding: bytes, as: UTF8.self)
      case .finished: "finished"
      case .failed: "failed"
      }
    }
  }

  private static func hear(_ machine: inout Machine, _ text: String, at time: Duration) throws -> [String] {
    words(try machine.handle(.message(Array(text.utf8)), at: time))
  }

  @Test func sendsOneAfterTheOther() throws {
    var machine = Self.machine([Self.line("a"), Self.line("b")])
    #expect(machine.wakeAt == nil && !machine.hasFinished)
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["a", "b", "finished"])
    #expect(machine.hasFinished && machine.wakeAt == nil && machine.unmet == nil)
    #expect(try Self.hear(&machine, "x", at: .seconds(1)) == [])
  }

  @Test func withoutStepsItIsDoneAtOnce() throws {
    var machine = Self.machine([])
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["finished"])
    #expect(try machine.handle(.time, at: .seconds(1)) == [])
  }

  @Test func pauses() throws {
    var machine = Self.machine([Self.line("a"), .pause(.seconds(2)), Self.line("b")])
    #expect(Self.words(try machine.handle(.opened, at: .seconds(1))) == ["a"])
    #expect(machine.wakeAt == .seconds(3))
    #expect(try machine.handle(.time, at: .seconds(2)) == [])
    #expect(Self.words(try machine.handle(.time, at: .seconds(3))) == ["b", "finished"])
  }

  @Test func waitsForAMessageAndUsesItsGroups() throws {
    var machine = Self.machine(
      [Self.line("hi ${name}"), Self.wait("id="), Self.line("join ${rest} ${1}")],
      values: ["name": Array("me".utf8)])
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["hi me"])
    #expect(machine.wakeAt == .seconds(10))
    #expect(try Self.hear(&machine, "other", at: .seconds(9)) == [])
    #expect(machine.wakeAt == .seconds(10), "what does not match moves no deadline")
    #expect(try Self.hear(&machine, "your id=7 now", at: .seconds(9)) == ["join 7 7", "finished"])
  }

  @Test func doesNotWaitWithoutEnd() throws {
    var machine = Self.machine([Self.wait("never"), Self.line("a")])
    _ = try machine.handle(.opened, at: .zero)
    for number in 1...5 { _ = try Self.hear(&machine, "message \(number)", at: .seconds(number)) }
    #expect(machine.unmet?.within == nil && machine.unmet?.words == "never")
    let latest = (3...5).map { Array("message \($0)".utf8) }
    #expect(
      try machine.handle(.time, at: .seconds(10))
        == [.failed(ScriptFailure(words: "never", within: .seconds(10), latest: latest))])
    #expect(machine.wakeAt == nil)
    #expect(try Self.hear(&machine, "never", at: .seconds(11)) == [], "it is too late")
  }

  @Test("what comes in a pause, or at once after what was sent, is not missed")
  func looksAhead() throws {
    var machine = Self.machine([
      Self.line("a"), .pause(.seconds(1)), Self.wait("x"), Self.line("b"), Self.wait("x"),
    ])
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["a"])
    #expect(try Self.hear(&machine, "x1", at: .zero) == [])
    #expect(try Self.hear(&machine, "x2", at: .zero) == [], "only the first counts")
    #expect(Self.words(try machine.handle(.time, at: .seconds(1))) == ["b"])
    #expect(machine.unmet?.words == "x", "what came before b is not an answer to it")
    #expect(try Self.hear(&machine, "x3", at: .seconds(2)) == ["finished"])
  }

  @Test("the time of a wait does not run while what it answers has not left")
  func holdsWaits() throws {
    var machine = Self.machine([Self.line("a"), Self.wait("x"), .pause(.seconds(1)), Self.line("b")])
    _ = try machine.handle(.opened, at: .zero)
    #expect(machine.wakeAt == .seconds(10) && machine.isWaiting)
    _ = try machine.handle(.held(true), at: .seconds(4))
    #expect(machine.wakeAt == nil && machine.isWaiting)
    #expect(try machine.handle(.time, at: .seconds(40)) == [])
    _ = try machine.handle(.held(false), at: .seconds(50))
    #expect(machine.wakeAt == .seconds(56), "6 of 10 seconds were left")
    _ = try machine.handle(.held(true), at: .seconds(55))
    #expect(try Self.hear(&machine, "x1", at: .seconds(58)) == [])
    #expect(!machine.isWaiting && machine.wakeAt == .seconds(59), "a pause is not held")
    #expect(Self.words(try machine.handle(.time, at: .seconds(59))) == ["b", "finished"])
  }

  @Test("a wait that begins while it is held has all its time afterwards")
  func beginsHeld() throws {
    var machine = Self.machine([.pause(.seconds(1)), Self.wait("x")])
    _ = try machine.handle(.opened, at: .zero)
    _ = try machine.handle(.held(true), at: .zero)
    #expect(try machine.handle(.time, at: .seconds(1)) == [])
    #expect(machine.wakeAt == nil)
    _ = try machine.handle(.held(false), at: .seconds(20))
    #expect(machine.wakeAt == .seconds(30))
    #expect(Self.words(try machine.handle(.time, at: .seconds(30))) == ["failed"])
  }

  @Test("a wait after a pause is named when the connection ends in the pause")
  func namesAWaitAfterAPause() throws {
    var machine = Self.machine([Self.wait("x"), .pause(.seconds(1)), Self.wait("y"), Self.wait("z")])
    _ = try machine.handle(.opened, at: .zero)
    #expect(machine.unmet?.words == "x")
    _ = try Self.hear(&machine, "x", at: .zero)
    #expect(machine.unmet?.words == "y")
    _ = try Self.hear(&machine, "y", at: .zero)
    #expect(machine.unmet?.words == "z")
    _ = try Self.hear(&machine, "z", at: .zero)
    #expect(machine.unmet == nil)
  }

  @Test func eachWaitAfterAPauseHasItsOwnMessage() throws {
    var machine = Self.machine([
      Self.line("a"), .pause(.seconds(1)), Self.wait("x"), Self.wait("y"), Self.line("${rest}"),
    ])
    _ = try machine.handle(.opened, at: .zero)
    #expect(try Self.hear(&machine, "x1", at: .zero) == [])
    #expect(try Self.hear(&machine, "y2", at: .zero) == [])
    #expect(Self.words(try machine.handle(.time, at: .seconds(1))) == ["2", "finished"])
  }

  @Test func hearsAServerThatSpeaksFirst() throws {
    var machine = Self.machine([Self.wait("hello"), Self.line("a")])
    #expect(try machine.handle(.opened, at: .zero) == [])
    #expect(try Self.hear(&machine, "hello", at: .zero) == ["a", "finished"])
  }

  @Test func sendsAgainAndAgain() throws {
    var machine = Self.machine([.every(.seconds(3), Self.line("beat")), Self.line("a")])
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["a", "finished"])
    #expect(machine.wakeAt == .seconds(3))
    #expect(Self.words(try machine.handle(.time, at: .seconds(3))) == ["beat"])
    // Nothing is made up for.
    #expect(Self.words(try machine.handle(.time, at: .seconds(30))) == ["beat"])
    #expect(machine.wakeAt == .seconds(33))
  }

  @Test func stopsWhatGoesOnByAStep() throws {
    var machine = Self.machine([
      .every(.seconds(3), Self.line("beat")), .on(WordPattern(word: "ping"), Self.line("pong")),
      .pause(.seconds(4)), .stopTimers, .stopAnswers, Self.line("quiet"),
    ])
    _ = try machine.handle(.opened, at: .zero)
    #expect(try Self.hear(&machine, "ping", at: .seconds(1)) == ["pong"])
    #expect(Self.words(try machine.handle(.time, at: .seconds(3))) == ["beat"])
    #expect(Self.words(try machine.handle(.time, at: .seconds(4))) == ["quiet", "finished"])
    #expect(machine.wakeAt == nil)
    #expect(try Self.hear(&machine, "ping", at: .seconds(5)) == [])
  }

  @Test func answers() throws {
    var machine = Self.machine(
      [
        .on(WordPattern(word: "ping"), Self.line("pong${1} ${name}")), Self.wait("bye"),
      ], values: ["name": Array("me".utf8)])
    #expect(try machine.handle(.opened, at: .zero) == [])
    #expect(try Self.hear(&machine, "ping7", at: .zero) == ["pong7 me"])
    #expect(try Self.hear(&machine, "bye ping8", at: .zero) == ["pong8 me", "finished"])
    #expect(try Self.hear(&machine, "ping9", at: .zero) == ["pong9 me"], "it goes on after the last step")
  }

  @Test func beginsAnewOnEachConnection() throws {
    var machine = Self.machine(
      [.every(.seconds(1), Self.line("beat")), Self.line("a ${rest}"), Self.wait("x")])
    for _ in 0..<2 {
      #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["a "])
      #expect(try Self.hear(&machine, "x1", at: .zero) == ["finished"])
      #expect(machine.wakeAt == .seconds(1))
    }
  }

  @Test func takesStepsWhileItRuns() throws {
    var machine = Self.machine([Self.line("a")])
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["a", "finished"])
    #expect(machine.append(Self.wait("x"), at: .zero) == [] && machine.hasSteps)
    #expect(machine.append(Self.line("b ${1}"), at: .zero) == [])
    #expect(try Self.hear(&machine, "x7", at: .seconds(1)) == ["b 7", "finished"])
    #expect(machine.append(Self.wait("x"), at: .seconds(2)) == [])
    #expect(machine.append(Self.line("never"), at: .seconds(2)) == [])
    machine.giveUp()
    #expect(machine.wakeAt == nil && !machine.hasSteps)
    #expect(machine.takeDropped() == 1 && machine.takeDropped() == 0)
    #expect(Self.words(machine.append(Self.line("c"), at: .seconds(3))) == ["c", "finished"])
    // They were this connection's.
    #expect(Self.words(try machine.handle(.opened, at: .seconds(4))) == ["a", "finished"])
    machine.close()
    #expect(try Self.hear(&machine, "x", at: .seconds(5)) == [] && machine.unmet == nil)
  }

  @Test func stopsWhatGoesOn() throws {
    var machine = Self.machine([
      .every(.seconds(1), Self.line("beat")), .on(WordPattern(word: "ping"), Self.line("pong")),
    ])
    #expect(Self.words(try machine.handle(.opened, at: .zero)) == ["finished"])
    machine.stopTimers()
    #expect(machine.wakeAt == nil)
    #expect(try Self.hear(&machine, "ping", at: .zero) == ["pong"])
    machine.stopAnswers()
    #expect(try Self.hear(&machine, "ping", at: .zero) == [])
  }

  @Test func passesOnThatAPatternTakesTooMuch() throws {
    var machine = Self.machine([Self.wait("x")])
    _ = try machine.handle(.opened, at: .zero)
    #expect(throws: WordPattern.TooHard.self) { try Self.hear(&machine, "explode", at: .zero) }
  }

  @Test("a long message is kept at its beginning alone")
  func keepsLittle() throws {
    var machine = Self.machine([Self.wait("x")])
    _ = try machine.handle(.opened, at: .zero)
    _ = try Self.hear(&machine, String(repeating: "a", count: 100_000), at: .zero)
    #expect(machine.unmet?.latest.map(\.count) == [ScriptFailure.shown])
  }

  /// A text, what it becomes where `a` is "1" and `b` nothing, and the first name that is unknown.
  static let texts: [(String, String, String?)] = [
    ("", "", nil), ("plain", "plain", nil), ("${a}", "1", nil), ("x${a}y${a}", "x1y1", nil),
    ("${b}", "", nil), ("${c}", "${c}", "c"), ("${c}${d}${a}", "${c}${d}1", "c"), ("$a $", "$a $", nil),
    ("${a", "${a", nil), ("${}", "${}", nil), ("${a b}", "${a b}", nil), ("$${a}", "${a}", nil),
    ("$$${a}", "$${a}", nil), ("$$a", "$$a", nil), ("${é}", "${é}", nil), ("${a}}", "1}", nil),
  ]

  @Test(arguments: texts)
  func knowsNames(text: String, filled: String, unknown: String?) {
    let script = ScriptText(Array(text.utf8), known: ["a", "b"])
    #expect(String(decoding: script.filled(with: ["a": [0x31]]), as: UTF8.self) == filled)
    #expect(script.unknown == unknown)
  }

  @Test(arguments: [("a", true), ("A_9", true), ("", false), ("a-b", false), ("é", false), ("a b", false)])
  func namesAreOfLetters(text: String, isName: Bool) { #expect(ScriptText.isName(text) == isName) }
}

import ArgumentParser
import WebSocketConversation
import WebSocketWire

/// Which messages are replies, what ends a run, and how.
struct EndingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End with the message that this matches.", valueName: "regex"))
  var until: String?

  @Option(
    name: .customLong("while"), parsing: .unconditional,
    help: ArgumentHelp(
      "End with the message that this does not match.", valueName: "regex", visibility: .hidden))
  var whilst: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Count and print only messages that this matches.", valueName: "regex", visibility: .hidden))
  var match: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Count and print only JSON with this value there.", valueName: "path=value", visibility: .hidden))
  var matchJson: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "At the end of input, end when nothing came for this long (default 1).", valueName: "s",
      visibility: .hidden),
    transform: Seconds.init(argument:))
  var linger: Seconds?

  @Flag(help: ArgumentHelp("At the end of input, stay until the server closes.", visibility: .hidden))
  var hold = false

  @Flag(
    name: [.customShort("1"), .customLong("one-message")],
    help: ArgumentHelp("Send one message, await one reply, and end.", visibility: .hidden))
  var one = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Close with this code and reason (default 1000).", valueName: "code[:reason]", visibility: .hidden),
    transform: Self.close)
  var close: ClosePayload?

  @Flag(help: ArgumentHelp("End without a Close frame.", visibility: .hidden))
  var noClose = false

  /// The options of these that say when a run ends, as they were given.
  var given: [String] {
    [
      until.map { _ in "--until" }, whilst.map { _ in "--while" }, linger.map { _ in "--linger" },
      hold ? "--hold" : nil, one ? "--one-message" : nil,
    ].compactMap(\.self)
  }

  /// All options of these that were given.
  var all: [String] {
    given
      + [
        match.map { _ in "--match" }, matchJson.isEmpty ? nil : "--match-json", close.map { _ in "--close" },
        noClose ? "--no-close" : nil,
      ].compactMap(\.self)
  }

  /// Fails for an option that cannot be combined with how messages are given: as `count` arguments, or nil for standard input.
  func check(arguments count: Int?, beside others: [String]) throws(Failure) {
    if let count {
      if let option = ["--linger", "--hold"].first(where: given.contains) {
        throw Failure(
          .usage, "\(option) is for the end of standard input, which is not read here",
          hint: "connect -x has --wait")
      }
      if one, count > 1 {
        throw Failure(.usage, "--one-message sends one message, and \(count) are given")
      }
    }
    if let option = given.first, let other = others.first {
      throw Failure(.usage, "\(option) and \(other) both say when the run ends: one of them at a time")
    }
  }

  /// When a run with these options ends; nil where they do not say. `timeout` is how long replies are awaited.
  func rule(timeout: Duration?) throws(Failure) -> CompletionRule? {
    guard given.count < 2 else {
      throw Failure(.usage, "\(given[0]) and \(given[1]) both say when the run ends: one of them at a time")
    }
    let awaited = timeout ?? .seconds(10)
    if until != nil || whilst != nil { return .untilReply(within: awaited) }
    if one { return .expect(1, within: awaited) }
    if let linger { return .drain(idle: linger.duration, firstReply: timeout) }
    guard hold else { return nil }
    if timeout != nil {
      throw Failure(.usage, "--hold stays until the server closes, so --timeout cannot be combined with it")
    }
    return .untilClosed()
  }

  /// Which messages are replies.
  func rules() throws(Failure) -> ReplyRules {
    var rules = ReplyRules()
    if let match { rules.match = try Pattern(match, option: "--match") }
    rules.conditions = try matchJson.map { text throws(Failure) in try JSONCondition(text) }
    if let until { rules.last = .matching(try Pattern(until, option: "--until")) }
    if let whilst { rules.last = .failing(try Pattern(whilst, option: "--while")) }
    return rules
  }

  /// How the connection is closed; nil for no closing handshake.
  func closing() throws(Failure) -> ClosePayload? {
    guard noClose else { return close ?? ClosePayload(code: .normalClosure) }
    if close != nil { throw Failure(.usage, "--close and --no-close exclude each other") }
    return nil
  }

  private static func close(_ text: String) throws -> ClosePayload {
    let code = text.prefix { $0 != ":" }
    let reason = String(text.dropFirst(code.count).dropFirst())
    guard let number = Digits.decimal(String(code)).flatMap({ UInt16(exactly: $0) }),
      CloseCode(rawValue: number).isSendable
    else {
      throw ValueError(expected: "a code that a Close can have: 1000 to 1014 or 3000 to 4999 (RFC 6455 7.4)")
    }
    guard reason.utf8.count <= 123 else {
      throw ValueError(expected: "a reason of at most 123 bytes (RFC 6455 5.5)")
    }
    return ClosePayload(code: CloseCode(rawValue: number), reason: reason)
  }
}

import ArgumentParser
import WebSocketConversation
import WebSocketWire

/// What `send` does with a URL: its messages, and all that its options say, or the defaults.
struct SendChoices {
  var messages: [String] = []
  var files: [String] = []
  var hex: [String] = []
  var base64: [String] = []
  var expect: Int?
  var timeout = Seconds(10)
  var options = ClientOptions()

  func run(_ url: String, _ console: Console) throws { try Runner.run(try plan(url, console)) }

  func plan(_ url: String, _ console: Console) throws -> ClientPlan {
    let reader = MessageReader(
      kind: try options.kind(), dataKind: try options.kind(isBinary: true), limit: options.endpoint.held)
    let all = try reader.messages(positional: messages, files: files, hex: hex, base64: base64)
    if all.isEmpty {
      throw Failure.missing(
        "there is nothing to send",
        "give a message, --file, --hex-data, --base64-data, or - for standard input",
        in: "send", Send.configuration.usage)
    }
    return try ClientPlan(
      url: url, input: InputPlan(messages: all, options: options, replyTimeout: timeout.duration),
      end: try end(all.count), options: options,
      console: console)
  }

  private func end(_ count: Int) throws(Failure) -> CompletionRule {
    try options.ending?.check(arguments: count, beside: expect.map { _ in ["--expect"] } ?? [])
    return try options.ending?.rule(timeout: timeout.duration) ?? Self.expectation(expect, of: count, timeout)
  }

  /// How many replies end the session, and how long they may take.
  static func expectation(_ count: Int?, of sent: Int, _ timeout: Seconds) -> CompletionRule {
    .expect(count ?? sent, within: timeout.duration)
  }
}

import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// Arguments that the parser does not take, told in the form of every other failure.
enum Misuse {
  /// The parser's sentence, how the command is used, and examples where it takes a URL.
  static func failure(_ error: any Error) -> Failure {
    let words = Array(CommandLine.arguments.dropFirst())
    if let failure = unknownCommand(words) { return failure }
    let first = Root.message(for: error).split(separator: "\n").first.map(String.init) ?? ""
    let sentence = Escaper.line(SecretFilter.text(first.prefix(1).lowercased() + first.dropFirst()))
    let usage = Root.fullMessage(for: error).split(separator: "\n").first { $0.hasPrefix("Usage:") }
    var hints = usage.map { ["usage" + $0.dropFirst(5)] } ?? []
    let command = Root.named(by: words)
    if command == "send" || command == "connect" { hints += urlLines(command) }
    if first.hasPrefix("Unknown option"), takesMessages(command, words) {
      hints.insert("a message that begins with - goes after --", at: 0)
    }
    return Failure(.usage, sentence, hint: hints.first, details: Array(hints.dropFirst()))
  }

  /// The URL's forms and two examples.
  private static func urlLines(_ command: String) -> [String] {
    let examples =
      command == "send"
      ? ["wscope send ws://localhost:8080/chat hello", "wscope send -s chat wss://example.com/ hello bye"]
      : ["wscope ws://localhost:8080/chat", "wscope -x hello wss://example.com/"]
    return ["URL is ws://HOST:PORT/PATH, wss://HOST/PATH, HOST:PORT or :PORT; for example:"]
      + examples.map { "  " + $0 }
  }

  private static func takesMessages(_ command: String, _ words: [String]) -> Bool {
    command == "send"
      || command == "connect" && words.contains { $0.hasPrefix("-x") || $0.hasPrefix("--execute") }
  }

  /// A first word that is a command misspelled, or that could be no host beside the words after it.
  ///
  /// It is asked only once the parser has failed: `wscope myhost` connects, whatever the host is called.
  private static func unknownCommand(_ words: [String]) -> Failure? {
    guard let word = words.first, Root.named(by: words) != word, !word.hasPrefix("-"), word != "help",
      word != "localhost", !word.contains(where: { ".:/@[".contains($0) }), !word.allSatisfy(\.isNumber)
    else { return nil }
    let shown = Escaper.line(String(word.prefix(40)))
    if let near = nearest(to: word) {
      return Failure(
        .usage, "\(shown) is not a command; did you mean \(near)?", hint: "wscope --help lists the commands")
    }
    guard words.dropFirst().first(where: { !$0.hasPrefix("-") }) != nil else { return nil }
    return Failure(
      .usage, "\(shown) is not a command: expected \(Root.names.joined(separator: ", ")), or one URL",
      hint: "wscope send \(shown) MESSAGE sends to a host of that name")
  }

  /// The command that at most two letters make of the word, and not all of it.
  static func nearest(to word: String) -> String? {
    guard word.utf8.count <= 20 else { return nil }
    let distances = Root.names.map { ($0, distance(Array(word.lowercased().utf8), Array($0.utf8))) }
    let best = distances.min { $0.1 < $1.1 }
    return best.flatMap { $0.1 <= 2 && $0.1 * 2 < $0.0.utf8.count ? $0.0 : nil }
  }

  /// How many letters must be put in, left out or replaced to make one word of the other (Levenshtein's distance).
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, b) in other.enumerated() {
        let replaced = diagonal + (a == b ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}

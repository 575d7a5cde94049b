import ArgumentParser
import WebSocketInspect
import WebSocketWire

/// Arguments that the parser does not take, reported in the form of every other failure.
enum Misuse {
  /// The parser's sentence, how the command is used, and examples where it takes a URL.
  static func failure(_ error: any Error, _ words: [String]) -> Failure {
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

  /// Refuses `help` for a word that is not a command, for which the parser shows the overview without a word.
  static func checkHelp(_ words: [String]) throws(Failure) {
    guard words.first == "help", let word = words.dropFirst().first, !word.hasPrefix("-"), word != "help",
      !Root.names.contains(word)
    else { return }
    let near = nearest(to: word).map { "; did you mean \($0)?" }
    throw Failure(
      .usage,
      "\(Escaper.line(String(word.prefix(40)))) is not a command"
        + (near ?? ": expected \(Root.names.joined(separator: ", "))"),
      hint: "wscope --help lists the commands")
  }

  /// A host that was not found, and that is a command misspelled where it is the first word.
  static func explain(_ failure: Failure, _ words: [String]) -> Failure {
    guard failure.status == ExitStatus.hostNotFound.rawValue, let word = words.first,
      Root.named(by: words) != word, let near = nearest(to: word)
    else { return failure }
    return Failure(
      .hostNotFound, failure.sentence,
      hint: "did you mean the command \(near)? wscope --help lists the commands",
      details: failure.details)
  }

  /// The command that at most two letters make of the word, and not all of it.
  static func nearest(to word: String) -> String? {
    guard word.utf8.count <= 20 else { return nil }
    let distances = (Root.names + ["help"]).map {
      ($0, distance(Array(word.lowercased().utf8), Array($0.utf8)))
    }
    let best = distances.min { $0.1 < $1.1 }
    return best.flatMap { $0.1 <= 2 && $0.1 * 2 < $0.0.utf8.count ? $0.0 : nil }
  }

  /// How many letters must be put in, left out, replaced or exchanged with their neighbor to make one word of the other
  /// (the restricted distance of Damerau and Levenshtein).
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var before: [Int] = []
    var last = Array(0...other.count)
    for (i, a) in one.enumerated() {
      var row = [i + 1]
      for (j, b) in other.enumerated() {
        var best = min(last[j] + (a == b ? 0 : 1), row[j] + 1, last[j + 1] + 1)
        if i > 0, j > 0, a == other[j - 1], b == one[i - 1] { best = min(best, before[j - 1] + 1) }
        row.append(best)
      }
      (before, last) = (last, row)
    }
    return last[other.count]
  }
}

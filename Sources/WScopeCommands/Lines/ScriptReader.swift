import WebSocketConversation
import WebSocketInspect
import WebSocketWire

/// Makes the steps of a script, of options and of the lines of files.
struct ScriptReader {
  private(set) var steps: [ScriptStep<Pattern>] = []
  /// How messages are written.
  private let spelling: MessageSpelling
  /// What was set so far, which the texts that follow hold.
  private var values: [String: [UInt8]] = [:]
  /// The names that an option has set, which a file does not set again.
  private var fixed: Set<String> = []
  /// The names of what the patterns so far capture.
  private var known: Set<String> = []

  /// The most bytes of a file.
  static let fileLimit = 16 << 20

  init(spelling: MessageSpelling) { self.spelling = spelling }

  /// Gives a name a value for what follows: `NAME=VALUE`. One of an option stays, whatever a file says.
  mutating func set(_ text: String, origin: String, isOption: Bool = false) throws(Failure) {
    guard let end = text.firstIndex(of: "="), ScriptText.isName(String(text[..<end])) else {
      throw Failure(
        .usage, "\(origin) \(text.quoted): expected NAME=VALUE, with a name of letters, digits and _")
    }
    let name = String(text[..<end])
    guard isOption || !fixed.contains(name) else { return }
    values[name] = Array(text[text.index(after: end)...].utf8)
    if isOption { fixed.insert(name) }
  }

  /// Adds a message as it is, but for the names in it that are known.
  mutating func send(_ text: String, origin: String) throws(Failure) {
    steps.append(.line(ScriptLine(try self.text(Array(text.utf8), known, origin), origin: origin)))
  }

  /// Adds a step of an option. `origin` is what a sentence calls it.
  mutating func add(_ verb: ScriptVerb, _ text: String, origin: String) throws(Failure) {
    let reader = self
    try add(verb, text, origin: origin) { (bytes, known) throws(Failure) in
      try reader.text(bytes, known, origin)
    }
  }

  private func text(_ bytes: [UInt8], _ known: Set<String>, _ origin: String) throws(Failure) -> ScriptText {
    try ScriptText(bytes, known: known, values: values) { part throws(Failure) in
      try spelling.read(part: part, origin: origin)
    }
  }

  /// Adds the lines of a file: messages, and after a slash the verbs of a script and the commands of the prompt.
  mutating func read(_ file: [UInt8], path: String) throws(Failure) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let file = file.starts(with: mark) ? Array(file.dropFirst(mark.count)) : file
    for (number, line) in file.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      try read(Array(line), origin: "\(Escaper.line(path)), line \(number + 1)")
    }
  }

  private mutating func read(_ line: [UInt8], origin: String) throws(Failure) {
    guard let first = line.first, first != UInt8(ascii: "#") else { return }
    guard String(validating: line, as: UTF8.self) != nil else {
      throw Failure(.badData, "\(origin): this is not UTF-8, as a script must be")
    }
    let slash = UInt8(ascii: "/")
    guard first == slash, !line.starts(with: [slash, slash]) else {
      let text = try whole(text(first == slash ? Array(line.dropFirst()) : line, known, origin), origin)
      return steps.append(.line(ScriptLine(text, origin: origin)))
    }
    let word = line.dropFirst().prefix { $0 != 0x20 && $0 != 0x09 }
    let rest = Array(line[word.endIndex...].dropFirst())
    let name = String(decoding: word, as: UTF8.self)
    if name == "set" { return try set(String(decoding: rest, as: UTF8.self), origin: origin + ":") }
    if let verb = ScriptVerb(rawValue: name) {
      switch (verb, String(decoding: rest, as: UTF8.self)) {
      case (.every, "off"): return steps.append(.stopTimers)
      case (.on, "off"): return steps.append(.stopAnswers)
      case (.await, "off"):
        throw Failure(
          .usage, "\(origin): nothing is waited for here that /await off could end",
          hint: "/await (off) waits for a message with that word")
      default: break
      }
      let reader = self
      return try add(verb, String(decoding: rest, as: UTF8.self), origin: origin + ":") {
        (bytes, known) throws(Failure) in try reader.whole(reader.text(bytes, known, origin), origin)
      }
    }
    let text = try whole(ScriptText(line, known: known, values: values), origin)
    // What has no place to be filled can be read at once.
    if text.isPlain { _ = try PipeLine.item(line, kind: .text, origin: origin) }
    steps.append(.line(ScriptLine(text, isCommand: true, origin: origin)))
  }

  private mutating func add(
    _ verb: ScriptVerb, _ text: String, origin: String,
    _ fill: ([UInt8], Set<String>) throws(Failure) -> ScriptText
  ) throws(Failure) {
    switch verb {
    case .pause: steps.append(.pause(try Self.seconds(text, origin)))
    case .await:
      let pattern = try Pattern(text, option: origin)
      // A number is a group of the latest wait alone.
      known = known.filter { !ScriptText.isNumber($0) }.union(pattern.names)
      steps.append(.await(pattern, words: "\(origin) \(text.quoted)"))
    case .every:
      guard let end = text.firstIndex(of: "=") else {
        throw Failure(.usage, "\(origin) \(text.quoted): expected SECONDS=MESSAGE")
      }
      let interval = try Self.seconds(String(text[..<end]), origin)
      guard interval >= .milliseconds(1) else {
        throw Failure(.usage, "\(origin) \(text.quoted): expected 0.001 seconds or more")
      }
      let message = try fill(Array(text[text.index(after: end)...].utf8), known)
      steps.append(.every(interval, ScriptLine(message, origin: origin)))
    case .on:
      let (end, fault) = Self.endOfPattern(text, origin)
      guard let end else {
        throw Failure(.usage, "\(origin) \(text.quoted): expected REGEX=REPLY", hint: fault?.sentence)
      }
      let pattern = try Pattern(String(text[..<end]), option: origin)
      let reply = try fill(Array(text[text.index(after: end)...].utf8), known.union(pattern.names))
      steps.append(.on(pattern, ScriptLine(reply, origin: origin)))
    }
  }

  /// Where the first `=` is that comes after a whole expression and is not between `\Q` and `\E`; where there is none,
  /// what is wrong with the expression in front of the last one.
  private static func endOfPattern(_ text: String, _ origin: String) -> (String.Index?, Failure?) {
    var fault: Failure?
    for index in text.indices where text[index] == "=" {
      guard !endsInQuote(text[..<index]) else { continue }
      do {
        _ = try Pattern(String(text[..<index]), option: origin)
        return (index, nil)
      } catch { fault = error }
    }
    return (nil, fault)
  }

  private static func endsInQuote(_ pattern: Substring) -> Bool {
    var isQuoted = false
    var rest = pattern
    while let place = rest.firstIndex(of: "\\") {
      rest = rest[place...].dropFirst()
      guard let name = rest.first else { break }
      // In a quote a backslash is a character like others.
      if isQuoted { isQuoted = name != "E" } else { isQuoted = rest.removeFirst() == "Q" }
    }
    return isQuoted
  }

  private static func seconds(_ text: String, _ origin: String) throws(Failure) -> Duration {
    do { return try Seconds(argument: text).duration } catch {
      throw Failure(.usage, "\(origin) \(text.quoted): \(error)")
    }
  }

  /// Where a line is the script's own, a name that is not known is an error.
  private func whole(_ text: ScriptText, _ origin: String) throws(Failure) -> ScriptText {
    guard let name = text.unknown else { return text }
    throw Failure(
      .usage, "\(origin): nothing above it sets or captures \(name.quoted)",
      hint: "--set \(name)=VALUE does, and $${ is the text ${")
  }
}

import WebSocketInspect
import WebSocketWire

/// Which frames are shown: those of some kinds and senders, and those in whose content an expression is found.
struct FrameFilter {
  /// A kind of frames, or who sends them.
  enum Word: String, CaseIterable {
    case text, binary, ping, pong, close, client, server
    /// Frames that break a rule, whatever their kind.
    case violation

    fileprivate var sender: WebSocketRole? { self == .client ? .client : self == .server ? .server : nil }
  }

  /// What becomes of a frame.
  enum Outcome: Equatable {
    case hidden, shown
    /// It is shown because the expression was given up on it, with a sentence that says so.
    case undecided(String)
  }

  private var senders: Set<WebSocketRole> = []
  private var kinds: Set<Word> = []
  /// What has to be found in the content; nil for frames of any.
  var pattern: Pattern? { didSet { note() } }
  /// Whether every frame is shown.
  private(set) var isEmpty = true

  /// Frames of any of these kinds and from any of these senders; without a word of one sort, any of that sort.
  mutating func show(only words: Set<Word>) {
    senders = Set(words.compactMap(\.sender))
    kinds = words.filter { $0.sender == nil }
    note()
  }

  private mutating func note() { isEmpty = senders.isEmpty && kinds.isEmpty && pattern == nil }

  /// Whether what is wrong outside of frames is shown.
  var showsOtherViolations: Bool { kinds.isEmpty || kinds.contains(.violation) }

  func judge(_ frame: FrameRecord) -> Outcome {
    guard !isEmpty else { return .shown }
    guard senders.isEmpty || frame.sender.map(senders.contains) == true else { return .hidden }
    let isWrong = kinds.contains(.violation) && !frame.violations.isEmpty
    guard kinds.isEmpty || isWrong || Self.kind(of: frame).map(kinds.contains) == true else { return .hidden }
    guard let pattern else { return .shown }
    do throws(Failure) {
      return try pattern.isFound(in: frame.content) ? .shown : .hidden
    } catch {
      return .undecided(error.sentence)
    }
  }

  /// A fragment has the kind of its message.
  private static func kind(of frame: FrameRecord) -> Word? {
    switch frame.header.opcode {
    case _ where frame.isText: .text
    case .binary, .continuation: .binary
    case .ping: .ping
    case .pong: .pong
    case .close: .close
    default: nil
    }
  }

  /// Reads words with commas between them; nil where one is none of these.
  static func words(_ text: String) -> Set<Word>? {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Word(rawValue: String($0))
    }
    return words.contains(nil) ? nil : Set(words.compactMap(\.self))
  }

  /// What the words can be, for a sentence.
  static let wordList =
    "text, binary, ping, pong, close, client, server or violation, with commas between them"
}

import WebSocketInspect
import WebSocketWire

/// Takes the messages of the server: prints those that are replies, and says which one ends the run.
///
/// Messages pass through it as they come, unless a rule or the output's form needs a whole one, which is then held.
final class ReplyReader {
  enum Reply {
    /// One of those that are counted.
    case one
    /// One of those, which ends the run.
    case last
    /// None of those, which ends the run.
    case end
  }

  /// Writes what is a reply; nil where payload is not written.
  let printer: (any MessagePrinter)?
  private let rules: ReplyRules
  private let holds: Bool
  /// Whether a certain number of replies ends the run, so that each is taken by itself.
  private let isCounted: Bool
  /// Gets each whole message, also one that is not a reply.
  var onMessage: (([UInt8]) -> Void)?
  private var held: [UInt8] = []
  /// How many messages were not replies.
  private(set) var passedOver = 0
  /// Whether the last reply came; what comes after it is not read.
  private var isOver = false

  /// With `hearsAll` every message is held until it is whole, for `onMessage`.
  init(
    _ rules: ReplyRules, printer: (any MessagePrinter)?, hearsAll: Bool = false, isCounted: Bool = false
  ) {
    self.isCounted = isCounted
    self.rules = rules
    self.printer = printer
    holds = rules.needsWhole || printer?.needsWhole == true || hearsAll
  }

  /// Whether messages may come in batches, which are not looked into.
  var takesBatches: Bool { !holds && !isCounted }

  /// Takes `.messageBytes` or `.messageEnd`; the reply that is complete now, if it is one. What is surplus is not printed. Fails where a
  /// rule cannot be applied.
  func take(
    _ event: WebSocketEvent, _ bytes: RawSpan, isSurplus: Bool = false
  ) throws(Failure) -> Reply? {
    guard !isOver else { return nil }
    guard holds else {
      if !isSurplus { printer?.print(event, bytes) }
      if case .messageEnd = event { return .one }
      return nil
    }
    guard case .messageEnd(let kind, _) = event else {
      bytes.withUnsafeBytes { held.append(contentsOf: $0) }
      return nil
    }
    let message = held
    // What one big message took is not kept for the small ones.
    held.removeAll(keepingCapacity: message.count <= Self.kept)
    let reply = try rules.judge(message)
    if !isSurplus, reply == .one || reply == .last { printer?.print(whole: message, kind) }
    isOver = reply == .last || reply == .end
    if reply == nil { passedOver += 1 }
    onMessage?(message)
    return reply
  }

  /// The connection is over, so a message that is not whole will not be.
  func breakOff() {
    held = []
    printer?.breakOff()
  }

  /// In bytes.
  private static let kept = 65536
}

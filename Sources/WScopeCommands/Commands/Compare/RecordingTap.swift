import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// Takes the frames of the one connection of a file that has any, or of the one that is asked for.
final class RecordingTap {
  private let name: String
  private let limit: Int
  private let body: (RecordedFrame) -> Void
  private var number: Int?
  /// Knows both heads of the connection, and when it opened.
  private(set) var collector: FrameCollector?
  /// How many times bytes of it are missing.
  private(set) var gaps = 0
  /// Why nothing more is read.
  private(set) var failure: Failure?

  /// `name` is what sentences call the file, and `limit` the most bytes of a frame.
  init(_ name: String, limit: Int, _ body: @escaping (RecordedFrame) -> Void) {
    (self.name, self.limit, self.body) = (name, limit, body)
  }

  /// What takes the connection of this number.
  func sink(of number: Int) -> any TraceSink {
    weak var own: FrameCollector?
    let collector = FrameCollector(limit: limit) { [unowned self] frame in
      take(frame, of: number)
      if self.number == number { self.collector = own }
    }
    own = collector
    if self.collector == nil { self.collector = collector }
    return collector
  }

  /// Takes word that bytes of the connection of this number are missing.
  func missed(of number: Int) { if self.number ?? number == number { gaps += 1 } }

  /// Takes no more, for this reason.
  func stop(_ failure: Failure) { self.failure = self.failure ?? failure }

  private func take(_ frame: RecordedFrame, of number: Int) {
    guard failure == nil else { return }
    self.number = self.number ?? number
    guard self.number == number else {
      return stop(
        Failure(
          .usage, "\(name) has more than one connection, and one is expected",
          hint: "--connection says which; wscope read \(ShellWords.quote(name)) shows them with their numbers"
        ))
    }
    guard frame.content.count < limit || frame.isWhole else { return stop(overlong) }
    body(frame)
  }

  /// A message is longer than the limit.
  var overlong: Failure {
    Failure(
      .badData, "\(name) has a message of more than the \(limit) bytes that are held",
      hint: "raise --max-message")
  }
}

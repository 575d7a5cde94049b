@testable import WebSocketCapture

/// Keeps what comes of the streams of a connection.
final class StreamLog: StreamConsumer {
  /// What came of one side: bytes, and how many are missing between them.
  enum Part: Hashable {
    case bytes([UInt8])
    case gap(UInt64)

    /// Short enough for the message of a failure.
    var summary: String {
      switch self {
      case .bytes(let bytes): "\(bytes.count) bytes from \(bytes.first ?? 0)"
      case .gap(let count): "gap of \(count)"
      }
    }
  }

  private(set) var parts: [StreamSide: [Part]] = [:]
  private(set) var opener: StreamSide?
  private(set) var finished: [StreamSide] = []
  private(set) var end: StreamEnd?
  var isDone = false

  func opened(by side: StreamSide) { opener = side }

  func receive(_ bytes: RawSpan, from side: StreamSide, at time: Duration) {
    let more = bytes.withUnsafeBytes { Array($0) }
    if case .bytes(let before)? = parts[side]?.last {
      parts[side]?.removeLast()
      parts[side]?.append(.bytes(before + more))
    } else {
      parts[side, default: []].append(.bytes(more))
    }
  }

  func gap(_ count: UInt64, from side: StreamSide, at time: Duration) {
    if case .gap(let before)? = parts[side]?.last {
      parts[side]?.removeLast()
      parts[side]?.append(.gap(before + count))
    } else {
      parts[side, default: []].append(.gap(count))
    }
  }

  func finished(_ side: StreamSide, at time: Duration) { finished.append(side) }
  func ended(_ end: StreamEnd, at time: Duration) { self.end = end }
}

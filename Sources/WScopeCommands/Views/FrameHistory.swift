import NIOCore
import WebSocketInspect
import WebSocketWire

/// The last frames of a run, bounded in number and in bytes.
final class FrameHistory: TraceSink {
  /// A frame and the connection that it passed on.
  struct Entry {
    let connection: Int
    let frame: FrameRecord
  }

  /// The most frames that are kept.
  static let capacity = 20_000
  /// The most payload bytes that are kept.
  static let byteLimit = 16 << 20

  private var entries: CircularBuffer<Entry> = []
  private var bytes = 0
  /// How many older frames were dropped.
  private(set) var dropped = 0

  var count: Int { entries.count }

  func receive(_ record: TraceRecord) {
    if case .frame(let frame) = record.event { append(frame, connection: record.connection) }
  }

  private func append(_ frame: FrameRecord, connection: Int) {
    entries.append(Entry(connection: connection, frame: frame))
    bytes += Self.size(frame)
    while count > Self.capacity || bytes > Self.byteLimit && count > 1 {
      bytes -= Self.size(entries.removeFirst().frame)
      dropped += 1
    }
  }

  private static func size(_ frame: FrameRecord) -> Int {
    frame.payload.count + (frame.inflated?.bytes.count ?? 0)
  }

  /// The n-th from the end, from 1; fails with a sentence that says whether it was dropped or never was.
  func last(_ n: Int) throws(UsageError) -> Entry {
    if n >= 1, n <= count { return entries[offset: entries.count - n] }
    guard count > 0 else { throw UsageError("no frame has passed yet") }
    guard n <= count + dropped else {
      throw UsageError(
        "\(Formatting.count(count + dropped, "frame")) passed so far, so there is none at /last \(n)")
    }
    throw UsageError(
      "that frame was dropped: the record goes back to /last \(count): it keeps"
        + " \(Self.capacity) frames and \(Formatting.bytes(UInt64(Self.byteLimit))) of payload")
  }

  /// From the oldest to the newest.
  var all: some Sequence<Entry> { entries }
}

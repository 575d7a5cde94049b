import NIOCore
import WebSocketWire

/// The Pings that wait for their Pongs, or for a place between two frames.
struct PingTable {
  struct Entry {
    let pending: Pending<Duration>
    let start: Duration
    let timer: Scheduled<Void>
  }

  var sent: [[UInt8]: Entry] = [:]
  /// The payloads of those that are not sent yet.
  var waiting: [[UInt8]] = []
  private var count: UInt64 = 0

  /// A payload that no other Ping has: eight bytes of ours, and the caller's. Fails over 125 bytes (RFC 6455 5.5).
  mutating func payload(for data: [UInt8]) throws(UsageError) -> [UInt8] {
    guard data.count <= 117 else {
      throw UsageError("a ping takes 117 bytes, not \(data.count): eight of its 125 are ours (RFC 6455 5.5)")
    }
    count += 1
    return withUnsafeBytes(of: count.bigEndian) { Array($0) } + data
  }

  mutating func answered(_ payload: [UInt8], at time: Duration) {
    guard let entry = sent.removeValue(forKey: payload) else { return }
    entry.timer.cancel()
    entry.pending.complete(.success(time - entry.start))
  }

  mutating func forget(_ payload: [UInt8]) {
    sent.removeValue(forKey: payload)?.timer.cancel()
    waiting.removeAll { $0 == payload }
  }

  mutating func forget(_ pending: Pending<Duration>) {
    guard let payload = sent.first(where: { $0.value.pending === pending })?.key else { return }
    forget(payload)
  }

  mutating func fail(_ error: WebSocketError) {
    for entry in sent.values {
      entry.timer.cancel()
      entry.pending.complete(.failure(error))
    }
    (sent, waiting) = ([:], [])
  }
}

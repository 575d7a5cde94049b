import Foundation

/// Reads the period 0...250 from a descriptor, and how much of it came right, without keeping it.
enum PatternReader {
  static let period = 251

  /// Reads to `limit` bytes or the end; answers the bytes read, or nil when one was wrong. The descriptor stays open.
  static func read(_ descriptor: Int32, limit: Int) async -> Int? {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: blockingRead(descriptor, limit)) }
    }
  }

  private static func blockingRead(_ descriptor: Int32, _ limit: Int) -> Int? {
    let size = 1 << 16
    let pattern = Payload.binary(size + period)
    var buffer = [UInt8](repeating: 0, count: size)
    var done = 0
    while done < limit {
      let count = Foundation.read(descriptor, &buffer, min(size, limit - done))
      guard count > 0 else { break }
      let phase = done % period
      let isRight = pattern.withUnsafeBytes { pattern in
        pattern.baseAddress.map { memcmp($0.advanced(by: phase), buffer, count) == 0 } ?? false
      }
      guard isRight else { return nil }
      done += count
    }
    return done
  }
}

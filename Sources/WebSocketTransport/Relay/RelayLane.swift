import NIOCore

/// The bytes on their way to one end of a relay that leave at times of their own.
final class RelayLane {
  private let shape: RelayShape
  private let loop: any EventLoop
  private var queue = CircularBuffer<(bytes: ByteBuffer, due: NIODeadline)>()
  private var count = 0
  /// When the next bytes may leave.
  private var nextTurn = NIODeadline.uptimeNanoseconds(0)
  private var timer: Scheduled<Void>?

  /// How many bytes may wait.
  private static let limit = 1 << 20
  /// What is between two pieces, so that an end that reads at once sees each by itself.
  private static let pause = TimeAmount.milliseconds(1)
  /// How often in a second bytes leave at a rate.
  private static let turns = 50

  init(_ shape: RelayShape, on loop: any EventLoop) {
    self.shape = shape
    self.loop = loop
  }

  var isEmpty: Bool { queue.isEmpty }
  var isFull: Bool { count >= Self.limit }

  /// Takes bytes; none at all hold the place of an end.
  func append(_ bytes: ByteBuffer) {
    queue.append((bytes, .now() + TimeAmount(shape.delay)))
    count += bytes.readableBytes
  }

  /// Gives the bytes whose time has come, or calls back when it comes; nil where none are there.
  func next(_ body: @escaping () -> Void) -> ByteBuffer? {
    guard let first = queue.first else { return nil }
    let due = max(first.due, nextTurn)
    let now = NIODeadline.now()
    guard due <= now else {
      wait(until: due, body)
      return nil
    }
    var bytes = first.bytes
    let size = min(
      bytes.readableBytes, shape.piece ?? .max, shape.rate.map { max(1, $0 / Self.turns) } ?? .max)
    let piece = bytes.readSlice(length: size)
    if bytes.readableBytes == 0 { queue.removeFirst() } else { queue[queue.startIndex].bytes = bytes }
    count -= size
    nextTurn = now
    if shape.piece != nil { nextTurn = now + Self.pause }
    if let rate = shape.rate {
      // No read is so long that this overflows.
      nextTurn = max(nextTurn, now + .nanoseconds(Int64(size) * 1_000_000_000 / Int64(max(1, rate))))
    }
    return piece
  }

  func stop() { timer?.cancel() }

  private func wait(until due: NIODeadline, _ body: @escaping () -> Void) {
    timer?.cancel()
    timer = loop.assumeIsolated().scheduleTask(deadline: due) { body() }
  }
}

import SystemCalls
import WireTestSupport

/// One end of a conversation: what it sends and how, and what has come to it.
struct RelayTalkEnd {
  /// How the other end's direction ended.
  enum Ending {
    case end
    case reset
  }

  /// Its part of the block.
  let content: Range<Int>
  let leaving: RelayTalk.Leaving
  private(set) var received: [UInt8] = []
  private(set) var ending: Ending?
  private let socket: RawSocket
  /// How many bytes it sends and reads with a call.
  private let (piece, reading): (Int, Int)
  private var sent = 0
  private var hasLeft = false

  init(_ socket: RawSocket, of blockSize: Int, _ leaving: RelayTalk.Leaving, _ random: inout SeededGenerator)
  {
    self.socket = socket
    self.leaving = leaving
    let most = min(blockSize, random.pick([0, 20, 300, 300, 5000, 5000, blockSize]) ?? 0)
    let size = Int.random(in: 0...most, using: &random)
    let start = Int.random(in: 0...(blockSize - size), using: &random)
    content = start..<(start + size)
    // No more than some tens of calls each way.
    piece = size / 40 + Int.random(in: 1...max(1, size), using: &random)
    reading = size / 40 + Int.random(in: 1...65536, using: &random)
  }

  var isDone: Bool { ending == .reset || hasLeft && (leaving == .reset || ending != nil) }

  /// What is waited for.
  var request: pollfd {
    var events = ending == nil ? POLLIN : 0
    if sent < content.count { events |= POLLOUT }
    return pollfd(fd: isDone ? -1 : socket.descriptor, events: Int16(events), revents: 0)
  }

  var summary: String {
    "sent \(sent) of \(content.count) by \(piece), got \(received.count) by \(reading), \(leaving), \(ending.map { "\($0)" } ?? "open")"
  }

  /// Does what the socket is ready for.
  mutating func turn(
    _ events: Int16, _ block: UnsafeRawBufferPointer, _ space: UnsafeMutableRawBufferPointer
  ) throws {
    guard !isDone else { return }
    if Int32(events) & POLLOUT != 0 { try write(block) }
    if Int32(events) & (POLLIN | POLLHUP | POLLERR) != 0 { try read(space) }
  }

  private mutating func write(_ block: UnsafeRawBufferPointer) throws {
    guard sent < content.count else { return }
    let count = min(piece, content.count - sent)
    let start = block.baseAddress?.advanced(by: content.lowerBound + sent)
    let written = send(socket.descriptor, start, count, Int32(MSG_NOSIGNAL))
    if written >= 0 {
      sent += written
    } else if errno == ECONNRESET || errno == EPIPE {
      // The system tells of a reset once.
      ending = .reset
    } else if errno != EAGAIN {
      throw RawSocket.Failure(call: "send")
    }
  }

  private mutating func read(_ space: UnsafeMutableRawBufferPointer) throws {
    guard ending == nil else { return }
    let count = recv(socket.descriptor, space.baseAddress, min(reading, space.count), 0)
    if count > 0 {
      received.append(contentsOf: space.prefix(count))
    } else if count == 0 {
      ending = .end
    } else if errno == ECONNRESET {
      ending = .reset
    } else if errno != EAGAIN {
      throw RawSocket.Failure(call: "recv")
    }
  }

  /// Leaves, if all is sent.
  mutating func leave() {
    guard !hasLeft, sent == content.count, ending != .reset else { return }
    switch leaving {
    case .halfClose: socket.endOutput()
    case .last:
      guard ending != nil else { return }
      socket.endOutput()
    case .reset: socket.reset()
    }
    hasLeft = true
  }
}

import CZlib

/// Inflates the messages of one direction in blocks of bounded size (RFC 7692 7.2.2).
package final class Inflater {
  /// What became of the bytes given.
  package enum Step: Hashable, Sendable {
    /// This many bytes of the block are the next ones of the message.
    case block(Int)
    /// All that was given is used up.
    case needsInput
    /// No sender that keeps to the parameters compressed this; the words say what is wrong.
    case corrupt(String)
  }

  private let keepsContext: Bool
  private let stream: UnsafeMutablePointer<z_stream>
  /// The window that was agreed on, in bytes; no distance may reach further back.
  private let window: Int
  /// How many bytes came out since nothing can be referred to; counted up to the window.
  private var output = 0
  private var hasEnded = false
  /// Whether zlib has more to say without more input: bytes that had no room in the block, or an error after those that had.
  private var hasMore = false
  /// Whether a message went before, into which the next may refer back.
  package private(set) var carriesContext = false

  /// Where the system has no memory for it, nothing inflates.
  package init(_ side: NegotiatedDeflate.Side) {
    keepsContext = side.keepsContext
    window = 1 << side.windowBits
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    _ = czlib_inflate_begin(stream, Int32(side.windowBits))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Takes bytes of a message from `index` on, and writes the next ones that they inflate to at the start of `block`. To be
  /// called until it needs input.
  package func next(in bytes: RawSpan, at index: inout Int, into block: inout [UInt8]) -> Step {
    if block.count < Self.blockSize { block = [UInt8](repeating: 0, count: Self.blockSize) }
    while true {
      if index == bytes.byteCount, !hasMore { return .needsInput }
      if hasEnded {
        // A block marked as the last ends no message; what follows may still refer back (RFC 7692 7.2.3.4).
        inflateResetKeep(stream)
        hasEnded = false
      }
      let (status, written) = inflate(bytes, at: &index, into: &block)
      hasEnded = status == Z_STREAM_END
      hasMore = status != Z_STREAM_END && (status != Z_OK || written == Self.blockSize)
      if written > 0 { return .block(written) }
      switch status {
      case Z_OK, Z_STREAM_END, Z_BUF_ERROR:
        if !hasEnded, index == bytes.byteCount { return .needsInput }
      case Z_MEM_ERROR, Z_STREAM_ERROR: return .corrupt("there is no memory to inflate it")
      default: return .corrupt(stream.pointee.msg.map { String(cString: $0) } ?? "a dictionary is asked for")
      }
    }
  }

  /// Takes the end of a message: the four bytes that the sender left out (RFC 7692 7.2.2). To be called, with an `index` that
  /// begins at 0, until it needs input.
  package func finish(at index: inout Int, into block: inout [UInt8]) -> Step {
    // After a last block some senders leave out more than they may, and nothing is missing.
    if index == 0, hasEnded { index = Self.tail.count }
    let step = next(in: Self.tail.span.bytes, at: &index, into: &block)
    guard step == .needsInput else { return step }
    guard hasEnded || czlib_is_between_blocks(stream) != 0 else {
      return .corrupt("the message ends inside a block")
    }
    carriesContext = keepsContext
    if !keepsContext { reset() }
    return .needsInput
  }

  /// Forgets everything: what comes next begins from nothing.
  package func reset() {
    inflateReset(stream)
    (hasEnded, hasMore, output) = (false, false, 0)
    carriesContext = false
  }

  private static let tail: [UInt8] = [0x00, 0x00, 0xFF, 0xFF]

  /// How many bytes of a message come out at a time.
  private static let blockSize = 65536
  private static let largestWindow = 32768

  private func inflate(
    _ bytes: RawSpan, at index: inout Int, into block: inout [UInt8]
  ) -> (status: Int32, written: Int) {
    let input = bytes.extracting(index..<min(bytes.byteCount, index + 1 << 30))
    return input.withUnsafeBytes { source in
      block.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = target.baseAddress
        var written = 0
        var status = Z_OK
        repeat {
          let room = step(Self.blockSize - written)
          stream.pointee.avail_out = UInt32(room)
          status = CZlib.inflate(stream, Z_SYNC_FLUSH)
          let count = room - Int(stream.pointee.avail_out)
          written += count
          output = min(window, output + count)
        } while status == Z_OK && stream.pointee.avail_out == 0 && written < Self.blockSize
        index += source.count - Int(stream.pointee.avail_in)
        (stream.pointee.next_in, stream.pointee.next_out) = (nil, nil)
        return (status, written)
      }
    }
  }

  /// How many bytes zlib may write in one call.
  ///
  /// It holds a distance against the window and what it has written in the same call, so once a smaller window is full a call for
  /// each byte is what makes the verdict exact, however the message is cut. No distance reaches out of the largest window.
  private func step(_ room: Int) -> Int {
    window == Self.largestWindow ? room : max(1, min(room, window - output))
  }
}

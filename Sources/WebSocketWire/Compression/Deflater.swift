import CZlib

/// Compresses the messages of one direction (RFC 7692 7.2.1).
package final class Deflater {
  private let side: NegotiatedDeflate.Side
  private let stream: UnsafeMutablePointer<z_stream>
  private var carriesContext = false

  /// `level` is 1 to 9. nil when the system has no memory for it, and messages then go out as they are.
  package init?(_ side: NegotiatedDeflate.Side, level: Int) {
    self.side = side
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // zlib does not compress with 8 bits, but with 9 it refers back at most 2^9 - 262 = 250 bytes, which 8 bits allow.
    guard czlib_deflate_begin(stream, Int32(level), Int32(max(9, side.windowBits))) == Z_OK else {
      stream.deallocate()
      return nil
    }
  }

  /// What the next message may refer to.
  package var context: DeflateContext { DeflateContext(side, isCarried: carriesContext) }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// Appends a fragment of a message, compressed; after the last one of a message the four bytes that the receiver knows
  /// are left out (RFC 7692 7.2.1).
  package func append(_ fragment: RawSpan, isLast: Bool, to output: inout [UInt8]) {
    let start = output.count
    fragment.withUnsafeBytes { deflate($0, to: &output) }
    guard isLast else { return }
    if output.count > start {
      output.removeLast(4)
    } else {
      // With nothing to flush zlib writes nothing, and this byte begins the empty block (RFC 7692 7.2.3.6).
      output.append(0x00)
    }
    carriesContext = side.keepsContext
    if !side.keepsContext { deflateReset(stream) }
  }

  private func deflate(_ input: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    var rest = input[...]
    repeat {
      // zlib counts in 32 bits.
      let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 30))
      rest = rest.dropFirst(piece.count)
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: piece.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(piece.count)
      drain(rest.isEmpty ? Z_SYNC_FLUSH : Z_NO_FLUSH, to: &output)
    } while !rest.isEmpty
    stream.pointee.next_in = nil
  }

  private func drain(_ flush: Int32, to output: inout [UInt8]) {
    // For the time of the call, because a listener with many clients has a deflater for each.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.blockSize) { block in
      var isFull = true
      while isFull {
        stream.pointee.next_out = block.baseAddress
        stream.pointee.avail_out = UInt32(block.count)
        _ = CZlib.deflate(stream, flush)
        stream.pointee.next_out = nil
        let count = block.count - Int(stream.pointee.avail_out)
        output += block.prefix(count)
        isFull = count == block.count
      }
    }
  }

  /// What zlib takes beside the window, in bytes: its memory level here is 8.
  static let tables = 1 << 17

  /// In bytes.
  private static let blockSize = 16384
}

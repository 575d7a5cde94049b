import CZlib

/// Unpacks a file of gzip, which may have several members, block by block.
final class Gunzip {
  private let stream: UnsafeMutablePointer<z_stream>
  private var block = [UInt8](repeating: 0, count: 1 << 17)
  /// How many bytes were given.
  private var offset: UInt64 = 0
  private var hasEnded = false

  /// How such a file begins (RFC 1952 2.3.1).
  static let magic: [UInt8] = [0x1F, 0x8B]

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    _ = czlib_inflate_begin_wrapped(stream)
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Takes the next bytes of the file, and hands what they unpack to, block by block, to `body`.
  func receive(
    _ bytes: RawSpan, _ body: (RawSpan) throws(CaptureFault) -> Void
  ) throws(CaptureFault) {
    var output: [UInt8] = []
    swap(&output, &block)
    defer { swap(&output, &block) }
    var index = 0
    var hasMore = false
    while index < bytes.byteCount || hasMore {
      if hasEnded {
        // What follows a member is another one, or zeros up to the end of a tape's block.
        if bytes.uint8(index) == 0 {
          index += 1
          offset += 1
          continue
        }
        inflateReset(stream)
        hasEnded = false
      }
      let (status, count) = inflate(bytes, at: &index, into: &output)
      hasEnded = status == Z_STREAM_END
      hasMore = status == Z_OK && count == output.count
      // What comes before the fault is in order.
      if count > 0 { try body(output.span.bytes.extracting(0..<count)) }
      guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status) else {
        throw CaptureFault(
          .gzip, at: offset, found: stream.pointee.msg.map { String(cString: $0) } ?? "damaged data",
          expected: "data of gzip")
      }
    }
  }

  /// Takes the end of the file; fails where a member is not whole.
  func end() throws(CaptureFault) {
    guard !hasEnded else { return }
    var fault = CaptureFault(.gzip, at: offset, found: "the end of the file", expected: "more packed data")
    fault.isCut = true
    throw fault
  }

  private func inflate(
    _ bytes: RawSpan, at index: inout Int, into output: inout [UInt8]
  ) -> (status: Int32, count: Int) {
    let input = bytes.extracting(index..<min(bytes.byteCount, index + 1 << 30))
    return input.withUnsafeBytes { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = UnsafeMutablePointer(
          mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        let used = source.count - Int(stream.pointee.avail_in)
        index += used
        offset += UInt64(used)
        let count = target.count - Int(stream.pointee.avail_out)
        (stream.pointee.next_in, stream.pointee.next_out) = (nil, nil)
        return (status, count)
      }
    }
  }
}

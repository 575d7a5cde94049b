import CZlib

/// Undoes the codings of an answer's content (RFC 9110 8.4.1).
package enum ContentCoding {
  /// What became of the content.
  package struct Decoded: Hashable, Sendable {
    /// As far as it could be decoded, at most `limit` bytes of it.
    package let bytes: [UInt8]
    /// Why it was not decoded to its end; nil where it was. A sentence about "its body".
    package let fault: String?
  }

  /// The most codings that are undone, one after the other.
  private static let depth = 4

  /// Undoes what the head says was done: gzip and deflate. Content that is cut short gives what it holds, at most `limit` bytes.
  package static func decode(_ content: [UInt8], of head: HTTPHead, limit: Int) -> Decoded {
    var bytes = content
    let codings = head.elements("Content-Encoding").map { $0.lowercased() }.filter { $0 != "identity" }
    guard codings.count <= depth else {
      return Decoded(bytes: content, fault: "its body has \(codings.count) codings, and is shown as it came")
    }
    for coding in codings.reversed() {
      guard ["gzip", "x-gzip", "deflate"].contains(coding) else {
        return Decoded(
          bytes: bytes,
          fault: "its body has the coding \(String(coding.prefix(40)).quoted), which is not decoded")
      }
      guard !bytes.isEmpty else { break }
      guard let inflated = inflate(bytes, limit: limit) else {
        return Decoded(bytes: bytes, fault: "its body is not in the coding that it names, \(coding)")
      }
      bytes = inflated
    }
    return Decoded(bytes: bytes, fault: nil)
  }

  /// The content of gzip or zlib, or of DEFLATE alone, which some servers send for `deflate`; nil for what is none of them.
  private static func inflate(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    inflate(bytes, limit: limit) { czlib_inflate_begin_wrapped($0) }
      ?? inflate(bytes, limit: limit) { czlib_inflate_begin($0, 15) }
  }

  private static func inflate(
    _ bytes: [UInt8], limit: Int, _ begin: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> [UInt8]? {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard begin(stream) == Z_OK else { return nil }
    defer { inflateEnd(stream) }
    var output: [UInt8] = []
    let isWhole = bytes.prefix(1 << 30).withUnsafeBytes { source in
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: source.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.pointee.avail_in = UInt32(source.count)
      return run(stream, into: &output, limit: limit)
    }
    // What was right so far is shown, and a first byte that is wrong says that it is something else.
    return isWhole || !output.isEmpty ? output : nil
  }

  /// Whether nothing was wrong, though the end may be missing.
  private static func run(
    _ stream: UnsafeMutablePointer<z_stream>, into output: inout [UInt8], limit: Int
  ) -> Bool {
    var block = [UInt8](repeating: 0, count: 16384)
    while output.count < limit {
      let (status, count) = block.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        return (status, target.count - Int(stream.pointee.avail_out))
      }
      output += block.prefix(min(count, limit - output.count))
      switch status {
      case Z_OK: continue
      case Z_STREAM_END:
        // A file of gzip can have several members.
        guard stream.pointee.avail_in > 0, inflateReset(stream) == Z_OK else { return true }
      // All that came is used up.
      case Z_BUF_ERROR: return true
      default: return false
      }
    }
    return true
  }
}

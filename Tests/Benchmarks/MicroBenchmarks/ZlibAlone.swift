import CZlib

/// zlib with nothing around it: one stream each way, and a block that is large enough.
final class ZlibAlone {
  private let deflater: UnsafeMutablePointer<z_stream>
  private let inflater: UnsafeMutablePointer<z_stream>
  private var block = [UInt8](repeating: 0, count: 65536)

  init() {
    (deflater, inflater) = (.allocate(capacity: 1), .allocate(capacity: 1))
    deflater.initialize(to: z_stream())
    inflater.initialize(to: z_stream())
    _ = czlib_deflate_begin(deflater, 6, 15)
    _ = czlib_inflate_begin(inflater, 15)
  }

  deinit {
    deflateEnd(deflater)
    inflateEnd(inflater)
    deflater.deallocate()
    inflater.deallocate()
  }

  /// How many bytes the message becomes.
  func deflate(_ message: [UInt8]) -> Int {
    run(deflater, message) { CZlib.deflate($0, Z_SYNC_FLUSH) }
  }

  /// How many bytes the message becomes.
  func inflate(_ message: [UInt8]) -> Int {
    run(inflater, message) { CZlib.inflate($0, Z_SYNC_FLUSH) }
  }

  private func run(
    _ stream: UnsafeMutablePointer<z_stream>, _ message: [UInt8],
    _ step: (UnsafeMutablePointer<z_stream>) -> Int32
  ) -> Int {
    message.withUnsafeBufferPointer { input in
      block.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        _ = step(stream)
        return output.count - Int(stream.pointee.avail_out)
      }
    }
  }
}

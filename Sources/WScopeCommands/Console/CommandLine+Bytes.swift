#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension CommandLine {
  /// The bytes of every argument, the program's name first.
  static var rawArguments: [[UInt8]] {
    (0..<Int(argc)).map { index in
      guard let text = unsafeArgv[index] else { return [] }
      return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
  }
}

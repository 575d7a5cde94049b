import SystemCalls

extension CommandLine {
  /// The bytes of every argument, the program's name first.
  static var rawArguments: [[UInt8]] {
    (0..<Int(argc)).map { index in
      guard let text = unsafeArgv[index] else { return [] }
      return Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
  }

  /// Overwrites these bytes where the system looks for the command line when it lists processes. To be called once `arguments` has
  /// been read, which is a copy.
  static func blank(_ secrets: [(argument: Int, range: Range<Int>)]) {
    for (argument, range) in secrets {
      guard let text = unsafeArgv[argument] else { continue }
      memset(text + range.lowerBound, 0x2A, range.count)
    }
  }
}

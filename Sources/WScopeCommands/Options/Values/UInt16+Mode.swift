extension UInt16 {
  /// Reads the rights on a file, as `chmod` takes them in octal.
  static func mode(argument: String) throws -> UInt16 {
    guard (1...4).contains(argument.utf8.count), argument.utf8.allSatisfy({ (0x30...0x37).contains($0) }),
      let mode = UInt16(argument, radix: 8), mode <= 0o777
    else { throw ValueError(expected: "0 to 777 in octal, such as 660") }
    return mode
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the system knows of this process (Linux).
enum ProcessState {
  /// How many sockets it has open.
  static var sockets: Int {
    guard let folder = opendir("/proc/self/fd") else { return -1 }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var target = [UInt8](repeating: 0, count: 64)
      let length = readlink("/proc/self/fd/\(name)", &target, target.count)
      if length > 0, String(decoding: target[..<length], as: UTF8.self).hasPrefix("socket:") { count += 1 }
    }
    return count
  }

  /// The number of sockets once it is down to that, or after ten seconds.
  static func settledSockets(atMost count: Int) async throws -> Int {
    let end = ContinuousClock.now + .seconds(10)
    while sockets > count, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(10)) }
    return sockets
  }

  /// The most memory that it has had, in KiB.
  static var peakMemory: Int {
    guard let file = fopen("/proc/self/status", "r") else { return -1 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        .split { $0 == " " || $0 == "\t" }
      if words.first == "VmHWM:", words.count > 1 { return Int(words[1]) ?? -1 }
    }
    return -1
  }
}

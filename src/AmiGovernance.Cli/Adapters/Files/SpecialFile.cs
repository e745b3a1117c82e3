using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace AmiGovernance.Cli.Adapters.Files;

/// <summary>
/// Files that are none: opening a named pipe waits for a writer, and a device has no end. What the shell opened for this process (`-`,
/// `&lt;(command)`) is read all the same.
/// </summary>
internal static class SpecialFile
{
    // linux/stat.h, `struct statx`, which is the same on every architecture; fcntl.h.
    private const int StatxSize = 256;
    private const int ModeOffset = 28;
    private const int WorkingFolder = -100;
    private const uint TypeMask = 0x1;
    private const int FileType = 0xF000;

    public const string Device = "a device";

    private static readonly string[] OwnDescriptors = ["/dev/fd/", "/dev/stdin", "/proc/self/fd/"];

    /// <summary>What it is, with its article; null for a file, a folder, and what is not there. Links are followed.</summary>
    public static string? Kind(string full) =>
        Type(full) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => Device,
            0xC000 => "a socket",
            _ => null,
        };

    /// <summary>As <see cref="Kind"/>, but for pipes that the shell opened for this process.</summary>
    public static string? Refused(string full) =>
        Array.Exists(OwnDescriptors, d => full.StartsWith(d, StringComparison.Ordinal)) ? null : Kind(full);

    /// <summary>0 where it cannot be told: on other systems than Linux nothing is refused.</summary>
    private static int Type(string full)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var stat = new byte[StatxSize];
        var path = Encoding.UTF8.GetBytes(full + '\0');
        try
        {
            return Statx(WorkingFolder, path, 0, TypeMask, stat) == 0
                ? BinaryPrimitives.ReadUInt16LittleEndian(stat.AsSpan(ModeOffset)) & FileType
                : 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library without it (before 2018) lets the file be opened.
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] stat);
}

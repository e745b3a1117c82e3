using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AmiGovernance.Cli.Shell;

/// <summary>The program that runs, as a release publishes it.</summary>
/// <param name="Platform">The .NET runtime identifier, or <see cref="AnyPlatform"/>.</param>
/// <param name="File">The file of the program, by its name.</param>
/// <param name="Sha256">The checksum of a file, by its path from the program's folder; null where there is no such file.</param>
internal sealed record RunningProgram(string Version, string Platform, string File, Func<string, string?> Sha256)
{
    /// <summary>The platform of the .NET tool, which is the same for all.</summary>
    public const string AnyPlatform = "any";

    private const string ToolFile = "amigov.dll";

    private static readonly string[] NativeLibraries = ["libe_sqlite3.so", "libe_sqlite3.dylib", "e_sqlite3.dll"];

    /// <summary>As it is published, whatever somebody called it since.</summary>
    private static string NativeFile => OperatingSystem.IsWindows() ? "amigov.exe" : "amigov";

    /// <summary>The native program is one file; the tool's process is `dotnet`, and its program lies in the folder.</summary>
    public static RunningProgram Here { get; } =
        System.IO.File.Exists(Path.Combine(AppContext.BaseDirectory, ToolFile))
            ? new RunningProgram(ProductVersion.Text, AnyPlatform, ToolFile, Sha256OnDisk)
            : new RunningProgram(
                ProductVersion.Text,
                RuntimeInformation.RuntimeIdentifier,
                NativeFile,
                path => Sha256OnDisk(path == NativeFile ? Environment.ProcessPath ?? path : path)
            );

    /// <summary>The libraries of the native program that lie beside it; the tool's are not loaded from its folder by their names.</summary>
    public IEnumerable<string> Libraries =>
        Platform == AnyPlatform ? [] : NativeLibraries.Where(name => Sha256(name) is not null);

    /// <summary>What a release calls it.</summary>
    public string Distribution => $"amigov-{Version}-{Platform}";

    private static string? Sha256OnDisk(string path)
    {
        var full = Path.Combine(AppContext.BaseDirectory, path);
        if (!System.IO.File.Exists(full))
            return null;
        using var stream = System.IO.File.OpenRead(full);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

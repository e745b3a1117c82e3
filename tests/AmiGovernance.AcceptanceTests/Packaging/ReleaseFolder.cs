using System.IO.Compression;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.AcceptanceTests.Support.Pipelines;

namespace AmiGovernance.AcceptanceTests.Packaging;

/// <summary>The files of a release, made by the scripts of the release; the program in it is a script that says what it was told.</summary>
internal sealed class ReleaseFolder : IDisposable
{
    public const string Version = "1.2.0";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-release-");

    public ReleaseFolder(params string[] platforms)
    {
        Directory.CreateDirectory(Files);
        foreach (var platform in platforms)
            AddArchive(platform);
    }

    /// <summary>Where the files of the release lie.</summary>
    public string Files => Path.Combine(folder.FullName, "files");

    /// <summary>Where something is installed.</summary>
    public string Prefix => Path.Combine(folder.FullName, "prefix");

    /// <summary>Programs that come before those of the machine.</summary>
    public string Programs => Path.Combine(folder.FullName, "programs");

    public string File(string name) => Path.Combine(Files, name);

    /// <param name="platform">The .NET runtime identifier.</param>
    /// <param name="program">What the program does.</param>
    public void AddArchive(string platform, string program = "echo \"amigov $*\"")
    {
        var published = Path.Combine(folder.FullName, "published", platform);
        Directory.CreateDirectory(published);
        foreach (var name in new[] { "amigov", "amigov.exe" })
            System.IO.File.WriteAllText(Path.Combine(published, name), $"#!/bin/sh\n{program}\n");
        foreach (
            var name in new[]
            {
                "libe_sqlite3.so",
                "libe_sqlite3.dylib",
                "e_sqlite3.dll",
                "amigov.dbg",
                "LICENSE",
                "NOTICE",
            }
        )
            System.IO.File.WriteAllText(Path.Combine(published, name), name);
        Directory.CreateDirectory(Path.Combine(published, "THIRD-PARTY-NOTICES"));
        System.IO.File.WriteAllText(Path.Combine(published, "THIRD-PARTY-NOTICES", "Runtime.txt"), "runtime");
        Demand($"archive.sh {published} {platform} {Version} {Files}");
    }

    public void AddTool()
    {
        using var package = ZipFile.Open(File($"amigov.{Version}.nupkg"), ZipArchiveMode.Create);
        foreach (var name in new[] { "tools/net10.0/any/amigov.dll", "tools/net10.0/any/DotnetToolSettings.xml" })
            package.CreateEntry(name).Open().Dispose();
    }

    public void List() => Demand($"checksums.sh {Files}");

    /// <summary>A program that is found before one of the machine.</summary>
    public void Replace(string program, string script)
    {
        Directory.CreateDirectory(Programs);
        var path = Path.Combine(Programs, program);
        System.IO.File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        Tool.Run("chmod", ["+x", path]);
    }

    /// <param name="arguments">Of install.sh, beside where the release is.</param>
    public (int ExitCode, string Output) Install(string arguments = "") =>
        Run($"install.sh --from {Files} --version {Version} --prefix {Prefix} {arguments}");

    public void Demand(string command)
    {
        var (code, output) = Run(command);
        Assert.True(code == 0, output);
    }

    /// <param name="command">A script of packaging/ with its arguments.</param>
    public (int ExitCode, string Output) Run(string command) =>
        BashRun.Of(
            $"export PATH=\"$PROGRAMS:$PATH\"\n{RepositoryRoot.File("packaging")}/{command}",
            folder.FullName,
            new Dictionary<string, string>
            {
                ["PROGRAMS"] = Programs,
                ["SOURCE_DATE_EPOCH"] = "1767225600",
                ["HOMEPAGE"] = "https://company.com/amigov",
                ["MAINTAINER"] = "Somebody <somebody@company.com>",
                ["DPKG_DEB_COMPRESSOR_TYPE"] = "none",
            }
        );

    public void Dispose() => folder.Delete(recursive: true);
}

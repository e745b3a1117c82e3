using System.Diagnostics;
using System.Text.RegularExpressions;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Sandbox;

/// <summary>Runs shell commands with the real AWS CLI against a sandbox, as an administrator of an account.</summary>
internal sealed partial class AwsCli : IDisposable
{
    private readonly SandboxServer server;
    private readonly string folder = Directory.CreateTempSubdirectory("amigov-aws-").FullName;

    public AwsCli(SandboxServer server)
    {
        this.server = server;
        // `--endpoint-url` is all that AWS CLIs before 2.13 and 1.29 know; newer ones read AWS_ENDPOINT_URL.
        if (IsOlder(Tool.Run("aws", ["--version"])) && !OperatingSystem.IsWindows())
        {
            File.WriteAllText(
                Path.Combine(folder, "aws"),
                $"#!/bin/sh\nexec '{Tool.Run("sh", ["-c", "command -v aws"]).Trim()}' --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"\n"
            );
            File.SetUnixFileMode(
                Path.Combine(folder, "aws"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
        File.WriteAllText(Path.Combine(folder, "config"), "");
    }

    public string Folder => folder;

    /// <summary>The AWS CLI's configuration file.</summary>
    public string Configuration
    {
        set => File.WriteAllText(Path.Combine(folder, "config"), value);
    }

    private static bool IsOlder(string version)
    {
        var match = VersionNumber().Match(version);
        var (major, minor) = (
            int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)
        );
        return major == 1 ? minor < 29 : minor < 13;
    }

    /// <summary>Exit code and both streams of a script, which runs in <see cref="Folder"/>.</summary>
    public async Task<(int ExitCode, string Out, string Error)> Bash(
        string script,
        string account = WorldGenerator.Management
    )
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (
            var (name, value) in new Dictionary<string, string>
            {
                ["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}",
                ["HOME"] = folder,
                ["AWS_CONFIG_FILE"] = Path.Combine(folder, "config"),
                ["AWS_ENDPOINT_URL"] = server.Address.ToString().TrimEnd('/'),
                ["AWS_ACCESS_KEY_ID"] = CredentialStore.AdministratorKey(account),
                ["AWS_SECRET_ACCESS_KEY"] = CredentialStore.AdministratorSecret,
                ["AWS_REGION"] = "us-east-1",
                ["AWS_DEFAULT_REGION"] = "us-east-1",
                ["AWS_PAGER"] = "",
                ["AWS_MAX_ATTEMPTS"] = "1",
            }
        )
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex(@"aws-cli/(\d+)\.(\d+)")]
    private static partial Regex VersionNumber();
}

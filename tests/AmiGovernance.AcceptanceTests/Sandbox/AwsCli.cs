using System.Diagnostics;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>
/// Runs shell commands with the real AWS CLI against a sandbox, as an administrator of an account.
/// </summary>
internal sealed class AwsCli : IDisposable
{
    private readonly SandboxServer server;
    private readonly string folder = Directory.CreateTempSubdirectory("amigov-aws-").FullName;

    public AwsCli(SandboxServer server)
    {
        Tool.Demand("aws");
        this.server = server;
        File.WriteAllText(Path.Combine(folder, "config"), "");
    }

    public string Folder => folder;

    /// <summary>The AWS CLI's configuration file.</summary>
    public string Configuration
    {
        set => File.WriteAllText(Path.Combine(folder, "config"), value);
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
        SetEnvironment(start, account);
        start.Environment["PATH"] = $"{AwsCliServer.Folder}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }

    /// <summary>Nothing of the machine's own settings may decide a test.</summary>
    private void SetEnvironment(ProcessStartInfo start, string account)
    {
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = folder;
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(folder, "config");
        start.Environment["AWS_ENDPOINT_URL"] = server.Address.ToString().TrimEnd('/');
        start.Environment["AWS_ACCESS_KEY_ID"] = CredentialStore.AdministratorKey(AccountId.Parse(account));
        start.Environment["AWS_SECRET_ACCESS_KEY"] = CredentialStore.AdministratorSecret;
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_PAGER"] = "";
        start.Environment["AWS_MAX_ATTEMPTS"] = "1";
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

using System.Diagnostics;
using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli.Features.Sandbox;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>
/// What the image of deploy/ runs, as it runs it: the scripts by `sh`, with git and a repository on disk, and an organization in the
/// sandbox with a bucket for the store.
/// </summary>
internal sealed class WatchContainer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-container-");
    private readonly SandboxServer server;

    private WatchContainer(SandboxServer server)
    {
        this.server = server;
        Directory.CreateDirectory(Programs);
        Replace("amigov", $"exec {AmigovProcess.Shell} \"$@\"");
        // No day of the sample counts: the processes have the time of the machine.
        People.Write(Samples.ConfigPath, ExceptionSamples.WithoutEntry(Samples.Clean, "CLOUD-1"));
        People.CommitAll("start");
        Push();
        Variables["AMIGOV_REMOTE"] = Remote;
        Variables["AMIGOV_STORE"] = "s3://store/watch";
        Variables["AMIGOV_HOME"] = Home;
    }

    public static async Task<WatchContainer> Start()
    {
        var cancel = TestContext.Current.CancellationToken;
        var world = WorldGenerator.Create(new WorldSize(12, 1, 1), TimeProvider.System);
        var container = new WatchContainer(await SandboxServer.Start(world, cancel: cancel));
        await container.MakeBucket(cancel);
        return container;
    }

    public GitSandbox People { get; } = new();

    public SandboxWorld World => server.World;

    public string Remote => $"file://{People.Remote}";

    /// <summary>A blank in it, for whatever quotes too little.</summary>
    public string Home => Path.Combine(folder.FullName, "home of amigov");

    public string Clone => Path.Combine(Home, "governance");

    /// <summary>What the container gets, beside its arguments; null takes away what leads to the sandbox.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    private string Programs => Path.Combine(folder.FullName, "bin");

    private async Task MakeBucket(CancellationToken cancel)
    {
        using var s3 = new Amazon.S3.AmazonS3Client(
            SandboxRig.Credentials(WorldGenerator.Management),
            new Amazon.S3.AmazonS3Config
            {
                ServiceURL = server.Address.ToString(),
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
            }
        );
        await s3.PutBucketAsync("store", cancel);
    }

    public void Push() => People.Git("push", "--quiet", "origin", "HEAD:refs/heads/main");

    /// <summary>Puts a program of the test's own before those of the machine.</summary>
    public void Replace(string program, string script)
    {
        var path = Path.Combine(Programs, program);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What was written into a folder that the test's own programs share, as `$NOTES`.</summary>
    public string Note(string name) => File.ReadAllText(Path.Combine(folder.FullName, name));

    /// <summary>The policies are deployed as the people of the repository do it.</summary>
    public void Deploy()
    {
        Demand("amigov", "generate", "--mode", "audit_mode");
        Demand("amigov", "apply", "--yes", "--reason", "CHG-1");
        People.CommitAll("deployed");
        Push();
    }

    private void Demand(params string[] command)
    {
        var (code, output) = Run(People.Path, command);
        Assert.True(code == 0, output);
    }

    /// <summary>Starts the container.</summary>
    public (int ExitCode, string Output) Enter(params string[] arguments) =>
        Run(folder.FullName, ["sh", RepositoryRoot.File("deploy", "watch-entrypoint.sh"), .. arguments]);

    /// <summary>Both streams, as a log has them.</summary>
    public (int ExitCode, string Output) Run(string where, params string[] command)
    {
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" 2>&1", "sh", .. command])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = where,
        };
        foreach (var name in SandboxEnvironment.Unset)
            start.Environment.Remove(name);
        foreach (var (name, value) in SandboxEnvironment.Of(server))
            start.Environment[name] = value;
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        start.Environment["NOTES"] = folder.FullName;
        start.Environment["TMPDIR"] = folder.FullName;
        start.Environment["PATH"] = string.Join(
            Path.PathSeparator,
            Programs,
            RepositoryRoot.File("deploy"),
            Environment.GetEnvironmentVariable("PATH")
        );
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    public async ValueTask DisposeAsync()
    {
        People.Dispose();
        await server.DisposeAsync();
        // Git writes objects read-only.
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        folder.Delete(recursive: true);
    }
}

using System.Diagnostics;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Cli;
using AmiGovernance.Cli.Adapters.Files;
using AmiGovernance.Cli.Adapters.Trails;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Ports.Trail;

namespace AmiGovernance.AcceptanceTests.Features.Trail;

/// <summary>
/// amigov in a process of its own whose clock runs so fast that each file is saved at once and `--follow` waits for nothing. It writes one byte
/// for each trail file that it opens.
/// </summary>
internal static class HastyProcess
{
    public const string Variable = "AMIGOV_TEST_HASTY";

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", AmigovProcess.Managed(arguments))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = "1";
        // It does not live long enough to be made faster.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_STARTUP_HOOKS"] = AmigovProcess.Beside("AmiGovernance.AcceptanceTests.dll");
        return Process.Start(start)!;
    }

    /// <summary>What that process does.</summary>
    public static int Run(string[] arguments)
    {
        var opened = System.Console.OpenStandardOutput();
        using var error = new StreamWriter(System.Console.OpenStandardError()) { AutoFlush = true };
        return AmigovProgram
            .Run(
                arguments,
                new CliContext
                {
                    Out = TextWriter.Null,
                    Error = error,
                    In = TextReader.Null,
                    Files = new DiskFileStore(Directory.GetCurrentDirectory()),
                    OpenText = (_, _) => null,
                    OpenTrail = paths => new ToldTrail(new DiskTrailSource(paths), opened),
                    Time = new HastyTime(),
                    Environment = _ => null,
                },
                CancellationToken.None
            )
            .GetAwaiter()
            .GetResult();
    }

    private sealed class ToldTrail(DiskTrailSource files, Stream opened) : ITrailSource
    {
        public int Concurrency => files.Concurrency;

        public IAsyncEnumerable<TrailFile> List(CancellationToken cancel) => files.List(cancel);

        public Stream Open(TrailFile file, CancellationToken cancel)
        {
            lock (opened)
                opened.WriteByte((byte)'o');
            return files.Open(file, cancel);
        }
    }

    private sealed class HastyTime : TimeProvider
    {
        private long seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Add(ref seconds, 10);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

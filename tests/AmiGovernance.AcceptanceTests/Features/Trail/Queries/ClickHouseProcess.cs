using System.Diagnostics;

namespace AmiGovernance.AcceptanceTests.Features.Trail.Queries;

/// <summary>ClickHouse itself, in a process of its own, behind its HTTP interface; one for all tests of a class.</summary>
public sealed class ClickHouseProcess : IDisposable
{
    private readonly Process? process;
    private readonly Uri? address;

    public ClickHouseProcess()
    {
        if (
            !File.Exists(
                RepositoryRoot.File("tests", "judges", "node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so")
            )
        )
            return;
        process = Process.Start(
            new ProcessStartInfo("python3", [RepositoryRoot.File("tests", "judges", "clickhouse.py")])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        );
        if (process?.StandardOutput.ReadLine() is { } port)
            address = new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>Skips the test where the engine is not installed.</summary>
    public Uri Address
    {
        get
        {
            Assert.SkipWhen(
                process is null,
                "ClickHouse is not installed: run `npm ci` in tests/judges (.ci/run does)"
            );
            return address ?? throw new InvalidOperationException("ClickHouse did not start");
        }
    }

    public void Dispose()
    {
        if (process is null)
            return;
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

using System.Diagnostics;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>
/// The AWS CLI, started once for the commands of all tests (tests/judges/aws_server.py). It ends with this process, whose end closes its
/// input.
/// </summary>
internal static class AwsCliServer
{
    private static readonly DirectoryInfo Made = Directory.CreateTempSubdirectory("amigov-aws-server-");

    /// <summary>Held, since with it its input would go.</summary>
    private static readonly Lazy<Process> LazyServer = new(Start);

    /// <summary>Where the program `aws` lies.</summary>
    public static string Folder
    {
        get
        {
            _ = LazyServer.Value;
            return Made.FullName;
        }
    }

    private static Process Start()
    {
        string[] arguments = [RepositoryRoot.File("tests", "judges", "aws_server.py"), Made.FullName];
        var start = new ProcessStartInfo("python3", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        // Each command brings its own settings.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = Made.FullName;
        var process = Process.Start(start)!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        return process;
    }
}

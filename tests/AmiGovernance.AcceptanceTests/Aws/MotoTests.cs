using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Features.Planning;

namespace AmiGovernance.AcceptanceTests.Aws;

/// <summary>
/// A world that nobody here wrote: moto's server, which knows no EC2 policies. Its answers are recorded in tests/data/moto;
/// `python3 tests/judges/record_moto.py` records them anew.
/// </summary>
public sealed class MotoTests
{
    /// <summary>Set by the script to moto's address.</summary>
    private const string RecordFrom = "AMIGOV_RECORD_MOTO";

    private static readonly string[] Changes =
    [
        "CreatePolicy",
        "UpdatePolicy",
        "DeletePolicy",
        "AttachPolicy",
        "DetachPolicy",
        "EnablePolicyType",
    ];

    /// <summary>They tell other clones of the last deployment, and decide nothing.</summary>
    private static readonly string[] Marks = ["TagResource", "UntagResource"];

    private static string Data(string name) => RepositoryRoot.File("tests", "data", "moto", name);

    [Fact]
    public void The_service_control_policy_alone_is_rolled_out_and_taken_back()
    {
        var exchanges = Data("exchanges.jsonl");
        using var server = new RecordedServer(exchanges, Environment.GetEnvironmentVariable(RecordFrom));
        using var amigov = new Amigov { OtherServer = server.Address };
        amigov.With(Samples.ConfigPath, File.ReadAllText(Data("ami_publishers.json")));

        var exported = Run(amigov, 0, "org", "export", "organization.json");
        Assert.Contains("AMI0740", exported, StringComparison.Ordinal);
        Run(amigov, 0, "generate", "--mode", "audit_mode");
        var planned = Run(amigov, 0, "plan");
        Assert.Contains(ScpAlone.Note, planned, StringComparison.Ordinal);
        Assert.DoesNotContain("DECLARATIVE_POLICY_EC2,", planned, StringComparison.Ordinal);
        Assert.Empty(server.Operations.Intersect([.. Changes, .. Marks]));

        Run(amigov, 0, "apply", "--yes");
        Assert.Equal(["EnablePolicyType", "CreatePolicy", "AttachPolicy"], Changed(server, 0));
        var before = server.Operations.Count();
        Assert.Contains("nothing to do", Run(amigov, 0, "apply", "--yes"), StringComparison.Ordinal);
        Assert.Empty(server.Operations.Skip(before).Intersect([.. Changes, .. Marks]));

        // moto has no event history, and what was not read is named.
        var status = Run(amigov, 4, "status");
        Assert.Contains("cloudtrail:LookupEvents", status, StringComparison.Ordinal);
        Assert.Contains(ScpAlone.Note, status, StringComparison.Ordinal);
        Assert.Contains("none in what could be read", status, StringComparison.Ordinal);
        Assert.Contains(ScpAlone.Remark, Run(amigov, 0, "history", "--output", "markdown"), StringComparison.Ordinal);

        before = server.Operations.Count();
        Assert.Contains(ScpAlone.Note, Run(amigov, 0, "rollback", "--yes"), StringComparison.Ordinal);
        Assert.Equal(["DetachPolicy", "DeletePolicy"], Changed(server, before));
        Assert.Contains("none of ours", Run(amigov, 3, "status"), StringComparison.Ordinal);

        if (server.IsRecording)
            server.Save(exchanges);
        Assert.Empty(server.Unknown);
        Assert.Empty(server.Left);
    }

    private static List<string> Changed(RecordedServer server, int from) =>
        [.. server.Operations.Skip(from).Where(operation => Changes.Contains(operation))];

    private static string Run(Amigov amigov, int expected, params string[] arguments)
    {
        var (code, output, error) = amigov.Run(arguments);
        Assert.True(code == expected, $"{string.Join(' ', arguments)} ended with {code}\n{output}\n{error}");
        return output + error;
    }
}

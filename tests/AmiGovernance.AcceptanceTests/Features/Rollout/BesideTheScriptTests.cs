using AmiGovernance.AcceptanceTests.Sandbox;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;

namespace AmiGovernance.AcceptanceTests.Features.Rollout;

/// <summary>
/// The runbook's own deployment script (tests/data/runbook/deploy-ami-policies.sh) with the real AWS CLI, command by command, while
/// somebody else works with amigov. Every call at every step, without processes, is in the fast tests of the same name.
/// </summary>
public sealed class BesideTheScriptTests : IDisposable
{
    private const string Declarative = "ami-governance-declarative-policy";
    private const string ServiceControl = "scp-ami-guardrail";
    private const string Administrator = "by arn:aws:iam::998877665544:user/administrator, 2026-12-01 12:00 UTC";

    private readonly Amigov amigov = new() { Now = new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero) };
    private readonly SandboxServer server;
    private readonly AwsCli cli;
    private readonly string[] script;

    public BesideTheScriptTests()
    {
        var world = WorldGenerator.Create(new WorldSize(12, 1, 1), new Amigov.FixedTime(amigov.Now));
        server = SandboxServer.Start(world).GetAwaiter().GetResult();
        amigov.Sandbox = server;
        amigov.With(Samples.ConfigPath, Samples.Governance);
        Assert.Equal(0, amigov.Run("generate").ExitCode);
        cli = new AwsCli(server);
        foreach (
            var (path, bytes) in amigov.Files.Files.Where(f => f.Key.StartsWith("dist/", StringComparison.Ordinal))
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(cli.Folder, path))!);
            File.WriteAllBytes(Path.Combine(cli.Folder, path), bytes);
        }
        // Row 2 of docs/corrections.md: the document of the declarative policy is another file.
        var file = ("file://dist/declarative-policy-ec2.json", "file://dist/organizations/declarative-policy-ec2.json");
        script = RunbookCommandTests.Script("deploy-ami-policies.sh", file).Split("\n\n");
    }

    public void Dispose()
    {
        cli.Dispose();
        amigov.Dispose();
    }

    /// <summary>The part of the script that holds a text; what it found out is there for the next one.</summary>
    private string Script(string part)
    {
        var command = Assert.Single(script, p => p.Contains(part, StringComparison.Ordinal));
        return Bash(
            $"[ -f found ] && . ./found\n{command}\n{{ declare -p ORG_ROOT_ID ORG_ID DECL_POLICY_ID SCP_POLICY_ID > found; }} 2>/dev/null || true"
        );
    }

    private string Bash(string command)
    {
        var (_, output, error) = cli.Bash(command).GetAwaiter().GetResult();
        return output + error;
    }

    /// <summary>The runbook's way back.</summary>
    private void TakeAway(string policy, bool isAttached)
    {
        var detach = $"aws organizations detach-policy --policy-id {IdOf(policy)} --target-id r-a1b2 && ";
        Assert.Equal(
            "",
            Bash($"{(isAttached ? detach : "")}aws organizations delete-policy --policy-id {IdOf(policy)}")
        );
    }

    private string IdOf(string policy) => Find(policy)!.Id;

    private OrganizationPolicy? Find(string policy) =>
        server.World.Organization.Policies.FirstOrDefault(p => p.Name == policy);

    private (int Exit, string Text) Amigov(params string[] arguments)
    {
        var (exit, output, error) = amigov.Run(arguments);
        return (exit, output + error);
    }

    private static void Says((int Exit, string Text) outcome, int exit, params string[] expected)
    {
        Assert.True(outcome.Exit == exit, outcome.Text);
        Assert.All(expected, text => Assert.Contains(text, outcome.Text, StringComparison.Ordinal));
    }

    private void EnableTheType()
    {
        var policies = new AmiGovernance.Sandbox.Organizations.OrganizationPolicies(server.World);
        policies.EnableType("r-a1b2", OrganizationPolicyType.DeclarativePolicyEc2);
    }

    [Fact]
    public void What_the_script_made_is_found_named_and_left_alone()
    {
        // Row 17 of docs/corrections.md: the types of policy must be enabled first.
        EnableTheType();
        Script("ORG_ROOT_ID=$");
        Script("sed ");

        // Before a plan.
        Assert.Contains(
            "Declarative Policy ID: p-",
            Script("# Create declarative policy") + Script("echo \"Declarative Policy ID"),
            StringComparison.Ordinal
        );
        var named =
            $"the policy `{Declarative}` ({IdOf(Declarative)}) exists and does not carry the tag amigov:managed";
        foreach (var command in new[] { "plan", "apply", "promote --target ou-a1b2-pilot0001" })
            Says(Amigov(command.Split(' ')), 1, named);
        TakeAway(Declarative, isAttached: false);

        // Between plan and apply.
        Says(Amigov("plan", "--out", "plan.json"), 0);
        Script("# Create declarative policy");
        Script("--policy-id \"$DECL_POLICY_ID\"");
        Says(Amigov("apply", "plan.json", "--yes"), 3, "AMI0505", $"`{Declarative}` (DECLARATIVE_POLICY_EC2) is new");
        Assert.Empty(Find(Declarative)!.Tags);
        TakeAway(Declarative, isAttached: true);

        // While apply waits for an answer.
        (amigov.IsInteractive, amigov.Input) = (true, "yes\n");
        amigov.WhileAsked = () => Script("# Create SCP");
        var theirs = "";
        Says(Amigov("apply"), 3, "AMI0505", $"`{ServiceControl}` (SERVICE_CONTROL_POLICY) is new");
        theirs = Find(ServiceControl)!.Content;
        Assert.Empty(Find(ServiceControl)!.Tags);
        amigov.WhileAsked = null;
        Script("--policy-id \"$SCP_POLICY_ID\"");
        Says(Amigov("apply"), 1, $"the policy `{ServiceControl}` ({IdOf(ServiceControl)}) exists");
        Assert.Equal(theirs, Find(ServiceControl)!.Content);
        TakeAway(ServiceControl, isAttached: true);
        (amigov.IsInteractive, amigov.Input) = (false, "");
        Says(Amigov("apply", "--yes"), 0);
    }

    [Fact]
    public void What_the_AWS_CLI_did_between_two_calls_is_named()
    {
        var refused = new Fault("organizations", "AttachPolicy", FaultKind.Error)
        {
            Code = "ConstraintViolationException",
            Status = 400,
            Times = 1,
        };
        server.Faults.Add(refused);
        Says(Amigov("apply", "--yes"), 1, "AMI0508", "after 3 calls");
        Assert.Equal("", Bash($"aws organizations attach-policy --policy-id {IdOf(Declarative)} --target-id r-a1b2"));
        Says(Amigov("apply", "--yes"), 0, $"! `{Declarative}` was attached to r-a1b2\n      {Administrator}");
    }

    [Fact]
    public void What_the_AWS_CLI_did_after_a_deployment_is_named_with_who_it_was()
    {
        Says(Amigov("apply", "--yes"), 0);
        // Names are taken: the script changes nothing.
        Script("ORG_ROOT_ID=$");
        Script("sed ");
        Assert.Contains("DuplicatePolicyException", Script("# Create declarative policy"), StringComparison.Ordinal);
        Assert.Contains("DuplicatePolicyException", Script("# Create SCP"), StringComparison.Ordinal);
        Says(Amigov("plan"), 0, "nothing to do");

        var ours = Find(ServiceControl)!;
        Assert.Equal("", Bash($"aws organizations detach-policy --policy-id {ours.Id} --target-id r-a1b2"));
        var detached = $"`{ServiceControl}` was detached from r-a1b2";
        foreach (var command in new[] { "plan", "rollback", "apply" })
            Says(Amigov(command), command == "plan" ? 0 : 1, $"! {detached}\n      {Administrator}");
        Says(Amigov("status"), 3, $"✗ record and organization: {detached} → amigov plan\n      {Administrator}");
        Says(
            Amigov("promote", "--target", "ou-a1b2-pilot0001"),
            1,
            $"AttachPolicy {ServiceControl} r-a1b2",
            "`amigov plan`"
        );
        Says(Amigov("apply", "--yes"), 0, detached);

        // While a rollback waits for an answer.
        (amigov.IsInteractive, amigov.Input) = (true, "yes\n");
        File.WriteAllText(Path.Combine(cli.Folder, "mine.json"), Mine);
        amigov.WhileAsked = () =>
            Bash($"aws organizations update-policy --policy-id {ours.Id} --content file://mine.json");
        Says(Amigov("rollback", "--delete"), 3, "AMI0505", $"the content of `{ServiceControl}`");
        amigov.WhileAsked = null;
        Assert.Equal(Mine, Find(ServiceControl)!.Content);
        amigov.Input = "no\n";
        Says(
            Amigov("rollback", "--delete"),
            1,
            $"! the content of `{ServiceControl}` was changed\n      {Administrator}"
        );
        Assert.Equal(Mine, Find(ServiceControl)!.Content);
    }

    private const string Mine =
        """{"Version":"2012-10-17","Statement":[{"Sid":"Mine","Effect":"Deny","Action":"ec2:CopyImage","Resource":"*"}]}""";
}

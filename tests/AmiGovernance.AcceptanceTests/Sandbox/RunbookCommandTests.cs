using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.Organizations;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Sandbox;

/// <summary>
/// The runbook's shell commands that call `aws`, as they are written there (tests/data/runbook), with the real AWS CLI. Ids are
/// those of the world; what docs/corrections.md corrects is expected as corrected there.
/// </summary>
public sealed class RunbookCommandTests
{
    private const string Workload = "400000000000";

    internal static string Script(string name, params (string Placeholder, string Value)[] values)
    {
        var text = File.ReadAllText(RepositoryRoot.File("tests", "data", "runbook", name));
        foreach (var (placeholder, value) in values)
        {
            Assert.Contains(placeholder, text, StringComparison.Ordinal);
            text = text.Replace(placeholder, value, StringComparison.Ordinal);
        }
        return text;
    }

    [Fact]
    public async Task The_policies_are_deployed_verified_and_rolled_back_as_the_runbook_says()
    {
        var world = WorldGenerator.Create(new WorldSize(12, 2, 2), TimeProvider.System);
        // Row 17: both types of policy must be enabled first.
        new OrganizationPolicies(world).EnableType(WorldGenerator.Root, OrganizationPolicyType.DeclarativePolicyEc2);
        await using var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        using var cli = new AwsCli(server);
        Generate(cli);

        var id = await cli.Bash(Script("describe-organization.sh"));
        Assert.Equal((0, world.Organization.Id + "\n"), (id.ExitCode, id.Out));

        // Row 2: the document of the declarative policy is another file.
        var deployed = await cli.Bash(
            Script(
                "deploy-ami-policies.sh",
                ("file://dist/declarative-policy-ec2.json", "file://dist/organizations/declarative-policy-ec2.json")
            )
        );
        Assert.Equal("", deployed.Error);
        Assert.Matches(
            """
            ^Organization Root ID: r-a1b2
            Organization ID: o-a1b2c3d4e5
            Declarative Policy ID: p-[0-9a-z]+
            ✓ Declarative policy attached to root
            SCP Policy ID: p-[0-9a-z]+
            ✓ SCP attached to root

            Deployment complete!
            Save these IDs for rollback:
              Declarative: p-[0-9a-z]+
              SCP: p-[0-9a-z]+
            $
            """,
            deployed.Out
        );

        var attached = await cli.Bash(Script("list-policies-for-target.sh", ("r-xxxx", "r-a1b2")));
        Assert.Contains("\"Name\": \"ami-governance-declarative-policy\"", attached.Out, StringComparison.Ordinal);

        var subnet = AmiGovernance.Sandbox.Ec2.Networks.SubnetOf(SandboxText.Place(Workload, "us-east-1"));
        var approved = world.Ec2.OwnedBy(WorldGenerator.GoldenImages, "us-east-1").First().Id.Value;
        var stranger = world.Ec2.OwnedBy(WorldGenerator.Stranger, "us-east-1").First().Id.Value;
        // Rows 27 to 33: the tests run in a member account; success is the error DryRunOperation, a denial UnauthorizedOperation.
        const string Denied = "An error occurred (UnauthorizedOperation)";
        const string ByPolicy =
            "with an explicit deny in a service control policy: arn:aws:organizations::998877665544:policy/o-a1b2c3d4e5/service_control_policy/p-";
        await Fails(
            cli,
            Script("test-1-approved.sh", ("ami-abc123def456", approved), ("subnet-xxxxx", subnet)),
            "An error occurred (DryRunOperation)",
            "Request would have succeeded"
        );
        await Fails(
            cli,
            Script("test-2-not-approved.sh", ("ami-xyz789ghi012", stranger), ("subnet-xxxxx", subnet)),
            Denied,
            ByPolicy
        );
        await Fails(
            cli,
            Script(
                "test-3-creation.sh",
                ("i-1234567890abcdef0", world.Ec2.InstancesOf(Workload, "us-east-1").First().Id)
            ),
            Denied,
            "You are not authorized to perform this operation",
            ByPolicy
        );
        await Fails(
            cli,
            Script("test-4-public.sh", ("ami-owned-by-you", world.Ec2.OwnedBy(Workload, "us-east-1").First().Id.Value)),
            Denied,
            ByPolicy
        );

        // Row 25: the filter finds nothing, as a denial says `not authorized`.
        var lookup = await cli.Bash(Script("lookup-events.sh"), Workload);
        Assert.Equal((0, "[]\n"), (lookup.ExitCode, lookup.Out));
        Assert.Contains(
            "with an explicit deny",
            (await cli.Bash(Script("lookup-events.sh", ("`not allowed`", "`not authorized`")), Workload)).Out,
            StringComparison.Ordinal
        );

        foreach (var policy in world.Organization.Policies.Where(p => !p.AwsManaged).Select(p => p.Id).ToList())
        {
            var gone = await cli.Bash(
                $"aws organizations detach-policy --policy-id {policy} --target-id r-a1b2 && aws organizations delete-policy --policy-id {policy}"
            );
            Assert.Equal((0, ""), (gone.ExitCode, gone.Error));
        }
        Assert.Equal([OrganizationPolicy.FullAwsAccessId], world.Organization.Policies.Select(p => p.Id));
    }

    private static async Task Fails(AwsCli cli, string script, params string[] expected)
    {
        var (exitCode, _, error) = await cli.Bash(script, Workload);
        Assert.NotEqual(0, exitCode);
        Assert.All(expected, text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    /// <summary>The files of the runbook's own example, in the folder that its commands run in.</summary>
    private static void Generate(AwsCli cli)
    {
        using var amigov = Amigov.OfRunbook("enabled");
        foreach (
            var (path, bytes) in amigov.Files.Files.Where(f => f.Key.StartsWith("dist/", StringComparison.Ordinal))
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(cli.Folder, path))!);
            File.WriteAllBytes(Path.Combine(cli.Folder, path), bytes);
        }
    }

    [Fact]
    public async Task Public_images_are_found_and_made_private_as_the_runbook_says()
    {
        var world = WorldGenerator.Create(new WorldSize(12, 2, 2), TimeProvider.System);
        var image = world.Ec2.OwnedBy(Workload, "eu-west-1").First() with
        {
            LaunchPermissions = [LaunchPermission.Public],
            Encrypted = false,
        };
        world.Ec2.Put(image);
        await using var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        using var cli = new AwsCli(server);

        var found = await cli.Bash(Script("find-public-amis.sh"), Workload);
        Assert.Equal("", found.Error);
        Assert.StartsWith(
            "Scanning for public AMIs across all regions...\nChecking region: us-east-1\nChecking region: eu-west-1\n⚠️  PUBLIC AMIs FOUND in eu-west-1:\n",
            found.Out,
            StringComparison.Ordinal
        );
        Assert.Contains(image.Id.Value, found.Out, StringComparison.Ordinal);
        Assert.Contains(image.Name, found.Out, StringComparison.Ordinal);

        var script = Script(
            "make-ami-private.sh",
            ("ami-12345678", image.Id.Value),
            ("REGION=\"us-east-1\"", "REGION=\"eu-west-1\"")
        );
        var done = await cli.Bash(script, Workload);
        Assert.Equal(
            (0, $"Making AMI {image.Id} private in eu-west-1...\n✓ AMI {image.Id} is now private\n[]\n"),
            (done.ExitCode, done.Out)
        );
        Assert.DoesNotContain(
            "FOUND",
            (await cli.Bash(Script("find-public-amis.sh"), Workload)).Out,
            StringComparison.Ordinal
        );

        cli.Configuration =
            $"[profile ops-account]\naws_access_key_id = {CredentialStore.AdministratorKey(AccountId.Parse(WorldGenerator.GoldenImages))}\naws_secret_access_key = {CredentialStore.AdministratorSecret}\n";
        var identity = await cli.Bash(
            "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; " + Script("get-caller-identity.sh")
        );
        Assert.Contains("\"Account\": \"123456738923\"", identity.Out, StringComparison.Ordinal);
    }

    /// <summary>Paging, S3's streaming uploads and CloudWatch's protocol are the CLI's own choice.</summary>
    [Fact]
    public async Task The_CLI_pages_copies_to_S3_and_takes_on_a_role()
    {
        var world = WorldGenerator.Create(new WorldSize(50, 1, 20), TimeProvider.System);
        await using var server = await SandboxServer.Start(world, cancel: TestContext.Current.CancellationToken);
        using var cli = new AwsCli(server);
        var (exitCode, output, error) = await cli.Bash(
            $$"""
            set -e
            aws organizations list-accounts --query 'length(Accounts)'
            printf 'hello\n' > a.txt && aws s3 mb s3://cli-bucket > /dev/null && aws s3 cp --quiet a.txt s3://cli-bucket/x/a.txt && aws s3 cp s3://cli-bucket/x/a.txt -
            aws cloudwatch put-dashboard --dashboard-name governance --dashboard-body '{"widgets":[]}' > /dev/null && aws cloudwatch list-dashboards --query 'DashboardEntries[].DashboardName' --output text
            key=$(aws sts assume-role --role-arn arn:aws:iam::{{Workload}}:role/OrganizationAccountAccessRole --role-session-name cli --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)
            read -r AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN <<< "$key"; export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
            aws ec2 describe-images --owners self --page-size 7 --query 'length(Images)'
            """
        );
        Assert.Equal("", error);
        Assert.Equal((0, "50\nhello\ngovernance\n20\n"), (exitCode, output));
    }
}

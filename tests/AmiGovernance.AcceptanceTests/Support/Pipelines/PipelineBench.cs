using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Sandbox.Generation;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>
/// A project with a pipeline that `amigov init` wrote: a bare remote, a clone of somebody who works on it, an organization, a code host,
/// and roles that may do what `amigov doctor --role` prints and are taken on by whom `--trust` admits.
/// </summary>
internal sealed class PipelineBench : IDisposable
{
    public const string Account = WorldGenerator.Management;

    public const string Archive = "third_party/amigov.tar.gz";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("amigov-pipeline-");
    private readonly SandboxServer sandbox;
    private readonly string project;

    /// <param name="project">As `--trust` takes it.</param>
    public PipelineBench(string project)
    {
        this.project = project;
        sandbox = SandboxServer
            .Start(WorldGenerator.Create(new WorldSize(6, 1, 1), TimeProvider.System))
            .GetAwaiter()
            .GetResult();
        Shell(folder.FullName, "git init --quiet --bare -b main remote.git && git clone --quiet remote.git work");
        Initialize();
        foreach (var role in new[] { "plan", "deploy" })
            World.Roles[(AccountId.Parse(Account), RoleName(role))] = SandboxRole
                .Read(Amigov("doctor", "--role", role, "--region", "us-east-1"))
                .Sound;
    }

    public SandboxWorld World => sandbox.World;

    public string Endpoint => sandbox.Address.ToString().TrimEnd('/');

    public CommentHost Host { get; } = new();

    /// <summary>Programs that a runner has, which here reach the organization.</summary>
    public string Tools => Path.Combine(folder.FullName, "tools");

    public string Remote => Path.Combine(folder.FullName, "remote.git");

    /// <summary>Where somebody works.</summary>
    public string Work => Path.Combine(folder.FullName, "work");

    public static string RoleName(string role) => $"AmiGovernance-{role}";

    public static string RoleArn(string role) => $"arn:aws:iam::{Account}:role/{RoleName(role)}";

    /// <summary>
    /// The role that scans, with what the pipeline's file names besides: its policy, the roles in the accounts, a bucket for the inventory.
    /// </summary>
    public async Task PrepareScans(string bucket)
    {
        Tool.Demand("aws");
        Directory.CreateDirectory(Tools);
        // Older versions of the AWS CLI do not know AWS_ENDPOINT_URL.
        File.WriteAllText(
            Path.Combine(Tools, "aws"),
            $"#!/bin/sh\nexec '{Shell(folder.FullName, "command -v aws")}' --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"\n"
        );
        Shell(Tools, "chmod +x aws");
        var policy = JsonNode.Parse(
            Amigov("doctor", "--role", "images", "--role-name", "ImageScanner", "--region", "us-east-1")
        )!;
        policy["Statement"]!
            .AsArray()
            .Add(
                JsonNode.Parse(
                    """{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"], "Resource": "*" }"""
                )
            );
        World.Roles[(AccountId.Parse(Account), RoleName("images"))] = SandboxRole.Read(policy.ToJsonString()).Sound;
        foreach (var account in World.Organization.Accounts)
            World.Roles[(account.Id, "ImageScanner")] = new SandboxRole();
        using var s3 = new AmazonS3Client(
            Administrator,
            new AmazonS3Config
            {
                ServiceURL = Endpoint,
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
            }
        );
        await s3.PutBucketAsync(bucket);
    }

    /// <summary>A new folder below that of the bench.</summary>
    public string NewFolder() => folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    public void Dispose()
    {
        Host.Dispose();
        sandbox.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.Attributes = FileAttributes.Normal;
        folder.Delete(recursive: true);
    }

    /// <summary>Runs a script as the person who works.</summary>
    public string InWork(string script) => Shell(Work, script);

    public static string Shell(string folder, string script)
    {
        var (exitCode, output) = BashRun.Of(script, folder, BashRun.Plain);
        Assert.True(exitCode == 0, $"{script}\n{output}");
        return output.TrimEnd('\n');
    }

    /// <summary>The output of a command of amigov in the clone of the person.</summary>
    public string Amigov(params string[] arguments) =>
        Tool.Run("sh", [Path.Combine(folder.FullName, "amigov"), .. arguments], folder: Work);

    /// <summary>A repository as a newcomer has it, with the amigov of these tests in an archive with a checksum.</summary>
    private void Initialize()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "amigov"), Wrapper());
        Shell(
            folder.FullName,
            $"chmod +x amigov && mkdir -p work/third_party && tar -czf work/{Archive} amigov && cd work && git config user.name Pat && git config user.email pat@company.com"
        );
        var sha256 = Shell(Work, $"sha256sum {Archive} | cut -d' ' -f1");
        Amigov(
            "init",
            ".",
            "--yes",
            "--ops-account",
            "123456738923",
            "--amigov-source",
            Archive,
            "--amigov-sha256",
            sha256
        );
        Shell(
            Work,
            "git add -A && git commit --quiet -m start && git push --quiet origin main && git remote set-head origin --auto"
        );
    }

    private static string Wrapper() => $"#!/bin/sh\nexec {AmigovProcess.Shell} \"$@\"\n";

    /// <summary>Whose tokens the role admits, by the trust policy that amigov prints.</summary>
    public string TrustPolicy(string role) =>
        Amigov("doctor", "--role", role, "--trust", project, "--account", Account, "--region", "us-east-1");

    /// <summary>What a job gets that may take on the role.</summary>
    /// <param name="arn">Of the role.</param>
    /// <param name="caller">Who takes it on; null for an administrator.</param>
    public async Task<Credentials> Assume(string arn, Credentials? caller = null)
    {
        using var sts = Sts(caller);
        var request = new AssumeRoleRequest { RoleArn = arn, RoleSessionName = "pipeline" };
        return (await sts.AssumeRoleAsync(request)).Credentials;
    }

    private static BasicAWSCredentials Administrator { get; } =
        new(CredentialStore.AdministratorKey(AccountId.Parse(Account)), CredentialStore.AdministratorSecret);

    /// <param name="caller">Null for an administrator.</param>
    public AmazonSecurityTokenServiceClient Sts(Credentials? caller) =>
        new(
            caller ?? (AWSCredentials)Administrator,
            new AmazonSecurityTokenServiceConfig { ServiceURL = Endpoint, AuthenticationRegion = "us-east-1" }
        );
}

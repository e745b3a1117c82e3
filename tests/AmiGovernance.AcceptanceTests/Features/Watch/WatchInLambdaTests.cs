using System.Text.Json;
using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Features.Watch;

/// <summary>
/// deploy/lambda-bootstrap.sh against the runtime API as the Lambda developer guide has it ("Using the Lambda runtime API for custom
/// runtimes"), and Secrets Manager behind the same port.
/// </summary>
public sealed class WatchInLambdaTests : IAsyncLifetime
{
    private const string Request = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
    private const string Runtime = "/2018-06-01/runtime";

    private WatchContainer container = null!;
    private LoopbackServer server = null!;
    private int events = 2;
    private int secretStatus = 200;

    public async ValueTask InitializeAsync()
    {
        Tool.Demand("curl");
        Tool.Demand("jq");
        container = await WatchContainer.Start();
        server = new LoopbackServer(Answer)
        {
            Header = asked => IsNext(asked) ? ("Lambda-Runtime-Aws-Request-Id", Request) : null,
        };
        container.Variables["AWS_LAMBDA_RUNTIME_API"] = server.Address["http://".Length..];
        container.Variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = server.Address;
        container.Variables["AWS_SESSION_TOKEN"] = "a/token+of=the-role";
    }

    public async ValueTask DisposeAsync()
    {
        server.Dispose();
        await container.DisposeAsync();
    }

    private static bool IsNext(SeenRequest asked) => asked.PathAndQuery == $"{Runtime}/invocation/next";

    /// <summary>Lambda freezes who asks for more than there is; here that ends the script.</summary>
    private (int Status, string Body) Answer(SeenRequest asked) =>
        asked.PathAndQuery == "/" ? (secretStatus, """{"Name":"git","SecretString":"s3cret"}""")
        : !IsNext(asked) ? (202, "{}")
        : events-- > 0 ? (200, """{"source":"aws.events"}""")
        : (410, "");

    private string Serve(params string[] arguments)
    {
        var script = RepositoryRoot.File("deploy", "lambda-bootstrap.sh");
        return container.Run(container.People.Path, ["sh", script, .. arguments]).Output;
    }

    private IEnumerable<SeenRequest> Told => server.Seen.Where(s => s.Method == "POST" && s.PathAndQuery != "/");

    /// <summary>One look an event, with the clone of the event before.</summary>
    [Fact]
    public void Each_event_is_a_look()
    {
        var output = Serve();
        Assert.Equal(2, output.Split("nothing is deployed yet").Length - 1);
        Assert.Equal([$"{Runtime}/invocation/{Request}/response"], Told.Select(t => t.PathAndQuery).Distinct());
        Assert.Equal(["{\"exitCode\":0}", "{\"exitCode\":0}"], Told.Select(t => t.Body));
    }

    /// <summary>That is told to people by the watch; a function that failed would be another matter.</summary>
    [Fact]
    public void What_is_not_as_it_should_be_is_no_failure_of_the_function()
    {
        events = 1;
        container.Deploy();
        container.World.Organization = container.World.Organization with { Attachments = [] };
        Serve();
        Assert.Equal(["{\"exitCode\":3}"], Told.Select(t => t.Body));
    }

    [Fact]
    public void A_look_that_fails_is_an_error_of_the_function()
    {
        events = 1;
        container.Variables["AMIGOV_BRANCH"] = "none";
        var output = Serve();
        Assert.Contains("cannot clone branch none", output, StringComparison.Ordinal);
        var told = Assert.Single(Told);
        Assert.Equal($"{Runtime}/invocation/{Request}/error", told.PathAndQuery);
        Assert.Equal("amigov.NoWholeLook", told.Headers["Lambda-Runtime-Function-Error-Type"]);
        using var body = JsonDocument.Parse(told.Body);
        Assert.Equal("amigov.NoWholeLook", body.RootElement.GetProperty("errorType").GetString());
        Assert.Contains(
            "ended with 2",
            body.RootElement.GetProperty("errorMessage").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_secret_is_read_with_the_role_of_the_function_and_told_to_nobody()
    {
        events = 1;
        container.Variables["AMIGOV_GIT_SECRET_ARN"] =
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:git-AbCdEf";
        container.Replace("watch-entrypoint.sh", "printf '%s' \"$AMIGOV_GIT_SECRET\" > \"$NOTES/secret\"; echo \"$@\"");
        var output = Serve("--repair");
        Assert.Equal("s3cret", container.Note("secret"));
        Assert.StartsWith("--once --name lambda --repair\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", output, StringComparison.Ordinal);
        var asked = Assert.Single(server.Seen, s => s.PathAndQuery == "/");
        Assert.Equal("secretsmanager.GetSecretValue", asked.Headers["x-amz-target"]);
        Assert.Equal("a/token+of=the-role", asked.Headers["x-amz-security-token"]);
        Assert.Contains("x-amz-security-token", asked.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains(
            "/us-east-1/secretsmanager/aws4_request",
            asked.Headers["Authorization"],
            StringComparison.Ordinal
        );
        using var body = JsonDocument.Parse(asked.Body);
        Assert.Equal(
            container.Variables["AMIGOV_GIT_SECRET_ARN"],
            body.RootElement.GetProperty("SecretId").GetString()
        );
    }

    [Fact]
    public void Without_the_secret_nothing_is_started()
    {
        events = 1;
        secretStatus = 400;
        container.Variables["AMIGOV_GIT_SECRET_ARN"] =
            "arn:aws:secretsmanager:us-east-1:111122223333:secret:git-AbCdEf";
        Serve();
        Assert.EndsWith("/error", Assert.Single(Told).PathAndQuery, StringComparison.Ordinal);
        Assert.False(Directory.Exists(container.Clone));
    }

    [Fact]
    public void A_remote_by_SSH_is_refused_at_the_start()
    {
        container.Variables["AMIGOV_REMOTE"] = "git@git.company.com:governance.git";
        Assert.Contains("must begin with https://", Serve(), StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }
}

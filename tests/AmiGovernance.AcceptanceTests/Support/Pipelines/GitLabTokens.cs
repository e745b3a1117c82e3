using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using Amazon.SecurityToken.Model;

namespace AmiGovernance.AcceptanceTests.Support.Pipelines;

/// <summary>
/// What STS makes of tokens that GitLab gives to jobs (STS API reference, "AssumeRoleWithWebIdentity"; docs.gitlab.com, "OpenID Connect
/// (OIDC) Authentication Using ID Tokens"). Whether a token is signed is not looked at, only whom it names. What else sessions ask of STS,
/// the organization is asked with their credentials.
/// </summary>
internal sealed class GitLabTokens : IDisposable
{
    private readonly PipelineBench bench;
    private readonly LoopbackServer server;
    private readonly ConcurrentDictionary<string, Credentials> sessions = new(StringComparer.Ordinal);

    public GitLabTokens(PipelineBench bench)
    {
        this.bench = bench;
        server = new LoopbackServer(request => Answer(request).GetAwaiter().GetResult());
    }

    public string Address => server.Address;

    public void Dispose() => server.Dispose();

    public static string Issue(string branch, string audience)
    {
        var claims = new JsonObject
        {
            ["sub"] = $"project_path:{GitLabRunner.Project}:ref_type:branch:ref:{branch}",
            ["aud"] = audience,
        };
        return $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims.ToJsonString()))}.e30";
    }

    private async Task<(int Status, string Body)> Answer(SeenRequest request)
    {
        var form = HttpUtility.ParseQueryString(request.Body);
        switch (form["Action"])
        {
            case "AssumeRoleWithWebIdentity" when !Admits(form["RoleArn"]!, form["WebIdentityToken"]!):
                return (403, Error("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"));
            case "AssumeRoleWithWebIdentity":
                return (200, Session("AssumeRoleWithWebIdentity", Keep(await bench.Assume(form["RoleArn"]!))));
            case "GetCallerIdentity":
                using (var sts = bench.Sts(Caller(request)))
                {
                    var caller = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
                    var members =
                        $"<Arn>{caller.Arn}</Arn><UserId>{caller.UserId}</UserId><Account>{caller.Account}</Account>";
                    return (200, Result("GetCallerIdentity", members));
                }
            case "AssumeRole":
                return (200, Session("AssumeRole", Keep(await bench.Assume(form["RoleArn"]!, Caller(request)))));
            default:
                return (400, Error("InvalidAction", form["Action"] ?? ""));
        }
    }

    private bool Admits(string role, string token)
    {
        var claims = JsonNode.Parse(Convert.FromBase64String(token.Split('.')[1]))!;
        var policy = bench.TrustPolicy(role.Split('-')[^1]);
        return WebIdentity.Admits(policy, (string)claims["sub"]!, (string)claims["aud"]!);
    }

    private Credentials Keep(Credentials issued) => sessions[issued.AccessKeyId] = issued;

    private Credentials Caller(SeenRequest request)
    {
        var header = request.Headers["Authorization"];
        var start = header.IndexOf("Credential=", StringComparison.Ordinal) + "Credential=".Length;
        return sessions[header[start..header.IndexOf('/', start)]];
    }

    private static string Error(string code, string message) =>
        $"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>";

    private static string Result(string action, string members) =>
        $"""<{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result>{members}</{action}Result></{action}Response>""";

    private static string Session(string action, Credentials issued) =>
        Result(
            action,
            $"""
            <Credentials><AccessKeyId>{issued.AccessKeyId}</AccessKeyId><SecretAccessKey>{issued.SecretAccessKey}</SecretAccessKey>
            <SessionToken>{issued.SessionToken}</SessionToken><Expiration>{issued.Expiration:yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>
            <AssumedRoleUser><Arn>arn:aws:sts::1:assumed-role/x/y</Arn><AssumedRoleId>AROA:y</AssumedRoleId></AssumedRoleUser>
            """
        );
}

using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery.Proposing;
using AmiGovernance.Core.Features.Exceptions.Approvals;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Completes what the command line says of a new repository by asking.</summary>
internal sealed class InitQuestions(InitArguments arguments, Questions questions)
{
    private const string None = "none";

    private const string Nobody = "000000000000";

    private bool allowsAmazon;

    private static string? Given(string? answer) => answer is None or "" ? null : answer;

    /// <summary>Null with the problem when the command line is wrong, or nobody can be asked for what has no default.</summary>
    public InitialConfig? Ask(out string problem)
    {
        var given = questions.Text(
            "Account that publishes the golden images (12 digits)",
            arguments.OpsAccount,
            arguments.Found.FirstOrDefault(ProposedConfiguration.IsOpsPublisher)?.Value,
            text => AccountId.IsValid(text) && text != Nobody ? null : "an account id has 12 digits, not all of them 0"
        );
        problem = AccountProblem(given) ?? RoleProblem() ?? GivenUrlProblem() ?? ToolProblem() ?? "";
        return problem.Length == 0 && given is { } account ? AskRest(account) : null;
    }

    private static string? AccountProblem(string? account)
    {
        const string Needed =
            "`--ops-account` is needed: the 12 digits of the account that publishes your golden images";
        if (account is null)
            return Needed;
        if (account == Nobody)
            return $"{Needed}; `{Nobody}` stands for one in examples";
        return AccountId.IsValid(account) ? null : $"{Needed}; `{Sanitize.Text(account)}` is not an account id";
    }

    private string? RoleProblem() =>
        arguments.CreationRoles.FirstOrDefault(arn => !PrincipalArn.IsValid(arn)) is { } wrong
            ? $"`{Sanitize.Text(wrong)}` is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/ImageBuilder"
            : null;

    private string? GivenUrlProblem() =>
        arguments.ExceptionUrl is { } address && UrlProblem(address) is { } problem
            ? $"{SuggestedCommand.Of($"--exception-url {address}")}: {problem}"
            : null;

    private InitialConfig AskRest(string account) =>
        new()
        {
            OpsAccount = account,
            ExceptionRequestUrl = Given(
                questions.Text(
                    "Where are exceptions requested? (URL, or none; the error of a blocked launch names it)",
                    arguments.ExceptionUrl,
                    None,
                    text => text == None ? null : UrlProblem(text)
                )
            ),
            Contact = Given(
                questions.Text("Address of the platform team, or none", arguments.Contact, None, _ => null)
            ),
            Found = arguments.Found,
            AllowAmazon = arguments.Found.IsEmpty && AllowAmazon(),
            ImageCreationServices = questions.Choices(
                BacksUp,
                arguments.CreationServices,
                InitialConfig.DefaultRoles.Keys
            ),
            OtherCreationRoles = Roles(),
            ManagedServices = arguments.Found.IsEmpty ? ManagedServices() : [],
            RequireRequests = RequireRequests(),
            RequiredAssurance = RequiredAssurance(),
            Tool = Tool(),
            GitLabImage = Image(),
        };

    private bool AllowAmazon() =>
        allowsAmazon = questions.YesNo(
            "Allow the images of Amazon and its verified providers (Amazon Linux, EKS, ECS, …)?",
            arguments.AllowAmazon,
            fallback: true
        );

    private static string BacksUp(string service)
    {
        var title = service switch
        {
            "aws_backup" => "AWS Backup",
            "dlm" => "AWS Data Lifecycle Manager",
            _ => service,
        };
        return $"{title} ({service}): does it make images of instances, as backups? With no, these backups are denied from audit mode on";
    }

    /// <summary>Its images are Amazon's.</summary>
    private string IsUsed(string service)
    {
        var title = service switch
        {
            ManagedServiceAccounts.EksAutoMode => "EKS Auto Mode",
            ManagedServiceAccounts.EcsManagedInstances => "ECS Managed Instances",
            _ => service,
        };
        var otherwise = allowsAmazon ? "" : " With no, its nodes cannot start once images are enforced";
        return $"{title} ({service}): do you use it?{otherwise}";
    }

    private IReadOnlyList<string> ManagedServices() =>
        questions.Choices(IsUsed, arguments.ManagedServices, InitOptions.ManagedServices);

    private bool RequireRequests() =>
        questions.YesNo(
            "Must every exception have a request that was approved?",
            arguments.RequireRequests,
            fallback: true
        );

    private Assurance RequiredAssurance()
    {
        var names = string.Join(", ", Assurances.Required.All);
        var answer = questions.Text(
            $"What must vouch for an approval at least? ({names})",
            arguments.RequiredAssurance is { } given ? Assurances.Required.Of(given) : null,
            Assurances.Required.Of(Assurance.HostApproved),
            text => Assurances.Required.Find(text) is null ? $"one of {names}" : null
        );
        return Assurances.Required.Find(answer) ?? Assurance.HostApproved;
    }

    /// <summary>A place without its checksum would be whatever lies there some day.</summary>
    private PinnedTool? Tool()
    {
        var source = questions.Text(
            "Where does CI take amigov from? (https address or path in the repository of its .tar.gz, or none)",
            arguments.Source,
            None,
            text => text == None ? null : PinnedTool.SourceProblem(text)
        );
        if (source is null or None)
            return null;
        var sha256 = questions.Text(
            "SHA-256 checksum of that archive",
            arguments.Sha256,
            null,
            PinnedTool.Sha256Problem
        );
        return sha256 is null ? null : new PinnedTool(source, sha256.ToLowerInvariant());
    }

    private string Image()
    {
        var image = questions.Text(
            "Container image of GitLab's jobs, by digest, or none",
            arguments.GitLabImage,
            None,
            text => text == None ? null : PinnedTool.ImageProblem(text)
        );
        return image is null or None ? PinnedTool.NoImage : image;
    }

    private string? ToolProblem()
    {
        if (arguments is { Source: not null, Sha256: null, AsksNothing: true })
            return "`--amigov-sha256` is needed with `--amigov-source`: nothing is downloaded that is not known to the byte";
        return Problem("--contact", arguments.Contact, ContactProblem)
            ?? Problem("--amigov-source", arguments.Source, PinnedTool.SourceProblem)
            ?? Problem("--amigov-sha256", arguments.Sha256, PinnedTool.Sha256Problem)
            ?? Problem("--gitlab-image", arguments.GitLabImage, PinnedTool.ImageProblem);
    }

    private static string? Problem(string option, string? given, Func<string, string?> problem) =>
        given is not null && problem(given) is { } text ? $"`{option} {Sanitize.Text(given)}`: {text}" : null;

    private static string? ContactProblem(string text) =>
        text.Any(char.IsControl) ? "it has more than one line, or a control character" : null;

    private static string? UrlProblem(string text)
    {
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        if (!isAddress || text.Any(char.IsWhiteSpace))
            return "write the address in full, with https://";
        return ExampleHosts.AreIn(text) ? "the host only stands for one in examples" : null;
    }

    private IReadOnlyList<string> Roles()
    {
        if (arguments.CreationRoles.Count > 0)
            return arguments.CreationRoles;
        var answer = questions.Text(
            "ARNs of other roles that create images outside publisher accounts (Image Builder, Packer), or none",
            null,
            None,
            RolesProblem
        );
        return answer is null or None ? [] : Split(answer);
    }

    private static string? RolesProblem(string text) =>
        text == None || Split(text).All(PrincipalArn.IsValid)
            ? null
            : "separate ARNs by commas, such as arn:aws:iam::111122223333:role/ImageBuilder";

    private static string[] Split(string arns) => arns.Split(',', StringSplitOptions.TrimEntries);
}

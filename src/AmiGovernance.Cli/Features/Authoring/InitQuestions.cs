using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Completes what the command line says of a new repository by asking.</summary>
internal sealed class InitQuestions(InitArguments arguments, Questions questions)
{
    private const string NoRoles = "none";

    /// <summary>Null with the problem when the command line is wrong, or nobody can be asked for what has no default.</summary>
    public InitialConfig? Ask(out string problem)
    {
        var given = questions.Text(
            "Account that publishes the golden images (12 digits)",
            arguments.OpsAccount,
            null,
            text => AccountId.IsValid(text) ? null : "an account id has 12 digits"
        );
        problem = AccountProblem(given) ?? RoleProblem() ?? GivenUrlProblem() ?? "";
        return problem.Length == 0 && given is { } account ? AskRest(account) : null;
    }

    private static string? AccountProblem(string? account)
    {
        const string Needed =
            "`--ops-account` is needed: the 12 digits of the account that publishes your golden images";
        if (account is null)
            return Needed;
        return AccountId.IsValid(account) ? null : $"{Needed}; `{Sanitize.Text(account)}` is not an account id";
    }

    private string? RoleProblem() =>
        arguments.CreationRoles.FirstOrDefault(arn => !PrincipalArn.IsValid(arn)) is { } wrong
            ? $"`{Sanitize.Text(wrong)}` is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/ImageBuilder"
            : null;

    private string? GivenUrlProblem() =>
        arguments.ExceptionUrl is { } address && UrlProblem(address) is { } problem
            ? $"`--exception-url {Sanitize.Text(address)}`: {problem}"
            : null;

    private InitialConfig AskRest(string account) =>
        new()
        {
            OpsAccount = account,
            ExceptionRequestUrl =
                questions.Text(
                    "Where are exceptions requested? (URL)",
                    arguments.ExceptionUrl,
                    "https://tickets.example.com/ami-exception",
                    UrlProblem
                ) ?? "",
            Contact =
                questions.Text(
                    "Address of the platform team",
                    arguments.Contact,
                    "cloud-platform-team@example.com",
                    _ => null
                ) ?? "",
            AllowAmazon = questions.YesNo(
                "Allow the images of Amazon and its verified providers (Amazon Linux, EKS, ECS, …)?",
                arguments.AllowAmazon,
                fallback: true
            ),
            ImageCreationServices = questions.Choices(
                "{0}: does it back up instances as images in your accounts?",
                arguments.CreationServices,
                InitialConfig.DefaultRoles.Keys
            ),
            OtherCreationRoles = Roles(),
            ManagedServices = questions.Choices(
                "{0}: do you use it?",
                arguments.ManagedServices,
                InitOptions.ManagedServices
            ),
        };

    private static string? UrlProblem(string text)
    {
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        return isAddress && !text.Any(char.IsWhiteSpace) ? null : "write the address in full, with https://";
    }

    private IReadOnlyList<string> Roles()
    {
        if (arguments.CreationRoles.Count > 0)
            return arguments.CreationRoles;
        var answer = questions.Text(
            "ARNs of other roles that create images outside publisher accounts (Image Builder, Packer), or none",
            null,
            NoRoles,
            RolesProblem
        );
        return answer is null or NoRoles ? [] : Split(answer);
    }

    private static string? RolesProblem(string text) =>
        text == NoRoles || Split(text).All(PrincipalArn.IsValid)
            ? null
            : "separate ARNs by commas, such as arn:aws:iam::111122223333:role/ImageBuilder";

    private static string[] Split(string arns) => arns.Split(',', StringSplitOptions.TrimEntries);
}

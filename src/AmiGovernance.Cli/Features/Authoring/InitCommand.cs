using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Governance.Config;

namespace AmiGovernance.Cli.Features.Authoring;

/// <summary>Makes a new governance repository. Asks in a terminal; takes options in scripts. Overwrites nothing.</summary>
internal static class InitCommand
{
    public static Command Create(CliContext context)
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "Where; default: the current folder",
            DefaultValueFactory = _ => ".",
        };
        var ops = new Option<string?>("--ops-account")
        {
            Description = "The account that publishes the golden images (12 digits)",
            HelpName = "ID",
        };
        var url = new Option<string?>("--exception-url")
        {
            Description = "Where exceptions are requested",
            HelpName = "URL",
        };
        var contact = new Option<string?>("--contact")
        {
            Description = "The platform team's address",
            HelpName = "ADDRESS",
        };
        var roles = new Option<string[]>("--image-creation-service")
        {
            Description = "A service that backs up instances as images: aws_backup, dlm; may be given several times",
            HelpName = "SERVICE",
        };
        roles.AcceptOnlyFromAmong([.. InitialConfig.DefaultRoles.Keys]);
        var creators = new Option<string[]>("--image-creation-role")
        {
            Description =
                "The ARN of another role that creates images outside publisher accounts (Image Builder, Packer); may be given several times",
            HelpName = "ARN",
        };
        var services = new Option<string[]>("--managed-service")
        {
            Description =
                "A service that launches AWS-owned images: eks_auto_mode, ecs_managed_instances; may be given several times",
            HelpName = "SERVICE",
        };
        services.AcceptOnlyFromAmong([.. ManagedServiceAccounts.Services.Where(ManagedServiceAccounts.IsComplete)]);
        var amazon = new Option<bool?>("--allow-amazon")
        {
            Description = "Allow the images of Amazon and its verified providers",
            HelpName = "true|false",
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Ask nothing; what is not given gets its default" };
        var command = new Command("init", "Make a new governance repository")
        {
            folder,
            ops,
            url,
            contact,
            roles,
            creators,
            services,
            amazon,
            yes,
        };
        command.SetAction(result =>
        {
            var questions = new Questions(context, Ask: context.IsInteractive && !result.GetValue(yes));
            var account = questions.Text(
                "Account that publishes the golden images (12 digits)",
                result.GetValue(ops),
                null,
                text => AccountId.IsValid(text) ? null : "an account id has 12 digits"
            );
            if (account is null || !AccountId.IsValid(account))
            {
                context.Error.WriteLine(
                    $"`--ops-account` is needed: the 12 digits of the account that publishes your golden images{(account is null ? "" : $"; `{Visible.Text(account)}` is not an account id")}"
                );
                return ExitCodes.BadCommandLine;
            }
            if ((result.GetValue(creators) ?? []).FirstOrDefault(arn => !PrincipalArn.IsValid(arn)) is { } wrong)
            {
                context.Error.WriteLine(
                    $"`{Visible.Text(wrong)}` is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/ImageBuilder"
                );
                return ExitCodes.BadCommandLine;
            }
            if (result.GetValue(url) is { } address && UrlProblem(address) is { } problem)
            {
                context.Error.WriteLine($"`--exception-url {Visible.Text(address)}`: {problem}");
                return ExitCodes.BadCommandLine;
            }
            var config = new InitialConfig
            {
                OpsAccount = account,
                ExceptionRequestUrl =
                    questions.Text(
                        "Where are exceptions requested? (URL)",
                        result.GetValue(url),
                        "https://tickets.example.com/ami-exception",
                        UrlProblem
                    ) ?? "",
                Contact =
                    questions.Text(
                        "Address of the platform team",
                        result.GetValue(contact),
                        "cloud-platform-team@example.com",
                        _ => null
                    ) ?? "",
                AllowAmazon = questions.YesNo(
                    "Allow the images of Amazon and its verified providers (Amazon Linux, EKS, ECS, …)?",
                    result.GetValue(amazon),
                    fallback: true
                ),
                ImageCreationServices = questions.Choices(
                    "{0}: does it back up instances as images in your accounts?",
                    result.GetValue(roles),
                    InitialConfig.DefaultRoles.Keys
                ),
                OtherCreationRoles = Roles(questions, result.GetValue(creators)),
                ManagedServices = questions.Choices(
                    "{0}: do you use it?",
                    result.GetValue(services),
                    ManagedServiceAccounts.Services.Where(ManagedServiceAccounts.IsComplete)
                ),
            };
            return Run(context, result.GetValue(folder) ?? ".", config);
        });
        return command;
    }

    private static string? UrlProblem(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && !text.Any(char.IsWhiteSpace)
            ? null
            : "write the address in full, with https://";

    private static string[] Roles(Questions questions, string[]? given)
    {
        if (given is { Length: > 0 })
            return given;
        var answer = questions.Text(
            "ARNs of other roles that create images outside publisher accounts (Image Builder, Packer), or none",
            null,
            "none",
            text =>
                text == "none" || text.Split(',', StringSplitOptions.TrimEntries).All(PrincipalArn.IsValid)
                    ? null
                    : "separate ARNs by commas, such as arn:aws:iam::111122223333:role/ImageBuilder"
        );
        return answer is null or "none" ? [] : answer.Split(',', StringSplitOptions.TrimEntries);
    }

    private static int Run(CliContext context, string folder, InitialConfig config)
    {
        var bag = new DiagnosticBag();
        var files = InitialRepository.Files(config);
        foreach (var file in files.Where(f => context.Files.Exists($"{folder}/{f.Path}")))
            bag.Report(
                OperationDiagnostics.WouldOverwrite,
                SourceLocation.OfFile(SourceText.Missing($"{folder}/{file.Path}")),
                "the file exists already",
                "`amigov init` overwrites nothing: choose another folder, or move the file away"
            );
        var written = !bag.HasErrors && context.Files.Write(folder, files, bag);
        if (written)
        {
            var request = new GenerateRequest(
                $"{folder}/{InitialRepository.ConfigPath}",
                $"{folder}/dist",
                context.Time.Today(),
                null,
                CheckOnly: false
            );
            GeneratePolicies.Run(request, context.Files, bag);
        }
        context.PrintFindings(bag.ToSorted());
        if (bag.HasErrors)
        {
            if (!written)
                context.Error.WriteLine("nothing was written");
            return ExitCodes.Errors;
        }
        foreach (var file in files)
            context.Out.WriteLine($"✓ {folder}/{file.Path}");
        context.Out.WriteLine($"✓ {folder}/dist/ (audit mode)");
        context.Out.WriteLine();
        context.Out.WriteLine("Next:");
        if (folder != ".")
            context.Out.WriteLine($"  cd {folder}");
        context.Out.WriteLine("  amigov validate                         # must pass");
        context.Out.WriteLine(
            $"  $EDITOR {InitialRepository.ConfigPath} # vendors, targets; your editor completes the keys"
        );
        context.Out.WriteLine("  amigov generate                         # writes dist/");
        context.Out.WriteLine("  git init && git add -A && git commit -m \"AMI governance\"");
        return ExitCodes.Done;
    }
}

using System.Collections.Immutable;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Json;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>Turns `config/ami_publishers.json` into a <see cref="GovernanceConfig"/> and reports every mistake in one pass.</summary>
public static class ConfigReader
{
    private static readonly SourceUpkeep Upkeep = new()
    {
        FixedBy = "amigov validate --fix",
        DescribedBy = "amigov schema",
    };

    /// <summary>Null only when the file is no JSON object; otherwise see <see cref="DiagnosticBag.HasErrors"/>.</summary>
    public static GovernanceConfig? Read(SourceText source, DiagnosticBag bag)
    {
        var tree = JsonParser.Parse(source.KeptBy(Upkeep), bag);
        if (tree is null || ObjectReader.Open(tree, tree.Root, ConfigKeys.Root, bag) is not { } root)
            return null;
        root.Require("ops_publisher_account");
        root.Text("$schema");
        var types = ReadExceptionTypes(root);
        return new GovernanceConfig
        {
            Tree = tree,
            Publishers = [.. PublisherReader.ReadOps(root), .. PublisherReader.ReadVendors(root)],
            Aliases = PublisherReader.ReadAliases(root),
            ManagedServices = Given(root, "managed_services", ManagedServiceReader.Read),
            Exceptions = ReadExceptions(root, types),
            RemediationPlans =
            [
                .. Objects(root, "remediation_plans", ConfigKeys.RemediationPlan)
                    .Select(ReadRemediationPlan)
                    .OfType<RemediationPlan>(),
            ],
            BreakGlassPrincipals = ReadPrincipals(root, "break_glass_principals", ConfigKeys.BreakGlassPrincipal, []),
            ImageCreationRoles = ReadRoles(
                root,
                "image_creation_roles",
                ConfigKeys.ImageCreationRole,
                ConfigKeys.ImageCreationServices
            ),
            RestoreRoles = ReadRoles(root, "restore_roles", ConfigKeys.RestoreRole, ConfigKeys.RestoreServices),
            Targets = ReadTargets(root),
            ExceptionTypes = types,
            Contacts = ReadContacts(root),
            Policy = PolicyConfigReader.Read(root),
            Deployment = ReadDeployment(root),
        };
    }

    private static ImmutableArray<ExceptionAccount> ReadExceptions(
        ObjectReader root,
        ImmutableSortedDictionary<string, ExceptionType> types
    ) =>
        [
            .. Objects(root, "exception_accounts", ConfigKeys.Exception)
                .Select(r => ExceptionReader.Read(r, types))
                .OfType<ExceptionAccount>(),
        ];

    private static ImmutableArray<ExemptPrincipal>? ReadRoles(
        ObjectReader root,
        string key,
        string[] keys,
        string[] services
    ) => Given(root, key, r => ReadPrincipals(r, key, keys, services));

    /// <summary>Null when the key is absent, which is not the same as an empty list.</summary>
    private static ImmutableArray<T>? Given<T>(
        ObjectReader root,
        string key,
        Func<ObjectReader, ImmutableArray<T>> read
    ) => root.Node[key] is null ? null : read(root);

    internal static IEnumerable<ObjectReader> Objects(
        ObjectReader parent,
        string key,
        string[] keys,
        int minimum = 0,
        int maximum = int.MaxValue
    ) => parent.List(key, minimum, maximum).Select(node => parent.Open(node, keys)).OfType<ObjectReader>();

    private static DeploymentConfig ReadDeployment(ObjectReader root)
    {
        var defaults = new DeploymentConfig(Carrier.Amigov);
        if (root.Node["deployment"] is not { } node || root.Open(node, ConfigKeys.Deployment) is not { } entry)
            return defaults;
        entry.Require("carrier");
        var carrier = Carriers.FromName(entry.Choice("carrier", Carriers.All));
        return new DeploymentConfig(carrier ?? Carrier.Amigov) { Path = ReadPath(entry) };
    }

    /// <summary>They hold what an export must not overwrite.</summary>
    private static readonly string[] OtherFolders =
    [
        "config",
        "dist",
        "deployments",
        "requests",
        "triage",
        "reminders",
        "schema",
    ];

    private static bool IsFolderName(string step) =>
        step.Length > 0
        && char.IsAsciiLetterOrDigit(step[0])
        && step.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>Files are written there, and those of an earlier export are removed: it stays below the repository.</summary>
    private static string? ReadPath(ObjectReader entry)
    {
        if (entry.Text("path") is not { } path)
            return null;
        var steps = path.Split('/');
        if (steps.All(IsFolderName) && !OtherFolders.Contains(steps[0]))
            return path;
        entry.Report(
            ConfigDiagnostics.InvalidText,
            entry.Node["path"]!,
            $"`{path}` is no folder below the repository for an export",
            "a path such as `export/terraform`: letters, digits, `.`, `_` and `-`, in no folder that holds something else"
        );
        return null;
    }

    private static ImmutableArray<string> ReadTargets(ObjectReader root)
    {
        if (root.Node["targets"] is null)
            return [OrganizationTarget.Root];
        string? foundRoot = null;
        return root.Values("targets", 1, int.MaxValue, node => IsNew(node) ? ReadTarget(root, node) : null);

        bool IsNew(JsonNode node)
        {
            if ((node as JsonString)?.Value is not { } text || !OrganizationTarget.IsRoot(text))
                return true;
            (var first, foundRoot) = (foundRoot, text);
            if (first is null || first == text)
                return true;
            root.Report(
                ConfigDiagnostics.Target,
                node,
                $"`{text}` and `{first}` both name the root, and an organization has one",
                "one of both is enough; `root` is the root of every organization"
            );
            return false;
        }
    }

    private static string? ReadTarget(ObjectReader root, JsonNode node)
    {
        if (root.Text(node) is not { } text)
            return null;
        if (OrganizationTarget.IsValid(text))
            return text;
        root.Report(
            ConfigDiagnostics.Target,
            node,
            $"`{text}` is not a policy target",
            "allowed are `root`, a root id (`r-…`), an organizational unit id (`ou-…-…`) and an account id"
        );
        return null;
    }

    private static ImmutableSortedDictionary<string, ExceptionType> ReadExceptionTypes(ObjectReader root)
    {
        var types = ExceptionType.Defaults;
        if (root.Node["exception_types"] is not { } node)
            return types;
        if (node is not JsonObject table)
        {
            ObjectReader.ReportWrongType(root.Tree, node, "an object", root.Bag);
            return types;
        }
        foreach (var property in table.Properties)
        {
            if (!IsTypeName(property.Name))
                root.Bag.Report(
                    ConfigDiagnostics.InvalidText,
                    root.Tree.AtName(property),
                    $"`{property.Name}` is not a type name",
                    "lower-case letters, digits and `_`, starting with a letter"
                );
            if (root.Open(property.Value, ConfigKeys.ExceptionType) is not { } entry)
                continue;
            entry.Require("max_days");
            entry.Require("approver_roles");
            entry.Text("description");
            var days = entry.Integer("max_days", 1, 366);
            var roles = entry.Values("approver_roles", 1, int.MaxValue, n => entry.Text(n));
            if (days is { } max)
                types = types.SetItem(property.Name, new ExceptionType(property.Name, max, roles));
        }
        return types;
    }

    private static bool IsTypeName(string name) =>
        name.Length > 0
        && name[0] is >= 'a' and <= 'z'
        && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');

    /// <param name="services">Empty where entries name none.</param>
    private static ImmutableArray<ExemptPrincipal> ReadPrincipals(
        ObjectReader root,
        string key,
        string[] keys,
        string[] services
    )
    {
        var read = Objects(root, key, keys)
            .Select(entry => ReadPrincipal(entry, services))
            .OfType<ExemptPrincipal>()
            .ToList();
        root.Distinct(read.Select(p => (p.Node, p.Arn)));
        return [.. read];
    }

    private static ExemptPrincipal? ReadPrincipal(ObjectReader entry, string[] services)
    {
        entry.Require("arn");
        entry.Text("description");
        var service = services.Length > 0 ? entry.Choice("service", services) : null;
        if (entry.Text("arn") is not { } arn)
            return null;
        if (PrincipalArn.IsValid(arn))
            return new ExemptPrincipal(entry.Node, arn, service);
        entry.Report(
            ConfigDiagnostics.PrincipalArn,
            entry.Node["arn"] ?? entry.Node,
            $"`{arn}` is not the ARN of an IAM role or user",
            PrincipalArn.IsAssumedRoleSession(arn)
                ? "this is a session: `aws:PrincipalArn` carries the role's ARN, such as `arn:aws:iam::111122223333:role/path/Name`"
                : "the form is `arn:aws:iam::111122223333:role/path/Name`; `*` and `?` may stand in partition, account and name"
        );
        return null;
    }

    private static RemediationPlan? ReadRemediationPlan(ObjectReader entry)
    {
        foreach (var key in new[] { "account_id", "ticket", "due_on" })
            entry.Require(key);
        entry.Text("notes");
        var (account, image, ticket, due) = (
            entry.AccountId("account_id"),
            entry.Text("image"),
            entry.Text("ticket"),
            entry.Date("due_on")
        );
        return account is null || ticket is null || due is null
            ? null
            : new RemediationPlan(entry.Node, account.Value, image, ticket, due.Value);
    }

    private static ImmutableArray<Contact> ReadContacts(ObjectReader root) =>
        [
            .. Objects(root, "contacts", ConfigKeys.Contact)
                .Select(entry =>
                {
                    entry.Require("purpose");
                    entry.Require("contact");
                    var (purpose, contact, sla) = (entry.Text("purpose"), entry.Text("contact"), entry.Text("sla"));
                    return purpose is null || contact is null ? null : new Contact(purpose, contact, sla);
                })
                .OfType<Contact>(),
        ];
}

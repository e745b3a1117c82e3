using AmiGovernance.Core.Features.Preflight.Found;
using AmiGovernance.Core.Features.Preflight.Trees;

namespace AmiGovernance.Core.Features.Preflight.Ansible;

/// <summary>
/// Finds images in playbooks, roles and files of variables (collections amazon.aws and community.aws). Variables are those that the same
/// file defines; all else in `{{ … }}` stays open.
/// </summary>
internal sealed class PlaybookReader(ReferenceSink sink, TreeFile file)
{
    private const string Language = "ansible";

    private const int MaxNodes = 200_000;

    private static readonly string[] Launching =
    [
        "ec2_instance",
        "ec2",
        "ec2_launch_template",
        "ec2_lc",
        "autoscaling_launch_config",
        "ec2_spot_instance",
    ];

    private static readonly string[] Others = ["ec2_ami", "ec2_ami_copy", "ec2_ami_info", "ec2_ami_facts"];

    /// <summary>Where roles and inventories keep variables.</summary>
    private static readonly string[] VariableFolders = ["vars", "defaults", "group_vars", "host_vars"];

    private readonly Dictionary<string, TreeNode> variables = new(StringComparer.Ordinal);
    private int nodes;

    /// <summary>A list of plays or tasks.</summary>
    public static bool IsPlaybook(TreeNode root) =>
        root.Items.Any(i =>
            i["hosts"] is not null
            || i["name"] is not null
            || i["block"] is not null
            || i.Entries.Any(e =>
                ModuleOf(e.Name) is var module && (Launching.Contains(module) || Others.Contains(module))
            )
        );

    /// <summary>A file of variables, which is told by its folder alone.</summary>
    public static bool IsVariables(string path) => path.Split('/').SkipLast(1).Any(s => VariableFolders.Contains(s));

    public void Read(TreeNode root)
    {
        Define(root);
        nodes = 0;
        Walk(root, "");
        new TreeLiterals(sink, file, Language).Read(root);
    }

    private void Define(TreeNode node)
    {
        if (++nodes > MaxNodes)
            return;
        foreach (var entry in node.Entries)
        {
            if (entry.Name is "vars" or "set_fact" or "ansible.builtin.set_fact")
                foreach (var variable in entry.Value.Entries)
                    // Defined twice, nothing tells which one counts.
                    if (!variables.TryAdd(variable.Name, variable.Value))
                        variables[variable.Name] = new TreeMap(variable.Value.Span, []);
            Define(entry.Value);
        }
        foreach (var item in node.Items)
            Define(item);
    }

    private void Walk(TreeNode node, string task)
    {
        if (++nodes == MaxNodes)
            sink.FileNotRead(file.Source, node.Span.Start, "it holds too many values");
        if (nodes >= MaxNodes)
            return;
        task = node["name"]?.Text ?? task;
        foreach (var entry in node.Entries)
        {
            if (entry.Value is TreeMap map)
                ReadModule(ModuleOf(map["module"]?.Text ?? entry.Name), map, task);
            else if (entry.Value is TreeText words && Launching.Contains(ModuleOf(entry.Name)))
                ReadWords(words, task);
            Walk(entry.Value, task);
        }
        foreach (var item in node.Items)
            Walk(item, task);
    }

    /// <summary>Without the collection.</summary>
    private static string ModuleOf(string name) => name[(name.LastIndexOf('.') + 1)..];

    private TreeValues Values() => new(file.Source, name => variables.GetValueOrDefault(name));

    private void ReadModule(string module, TreeNode arguments, string task)
    {
        var values = Values();
        var use = new ImageUse(Language, task.Length == 0 ? module : task, values.At(arguments))
        {
            Region = RegionTexts.Region(values.Evaluate(arguments["region"])),
            Edit = TreeEdits.Id,
        };
        if (Launching.Contains(module))
            ReadLaunch(arguments, use, values);
        else if (module is "ec2_ami_copy")
            ReadCopy(arguments, use with { Action = ImageReference.CopyImage }, values);
        else if (module is "ec2_ami_info" or "ec2_ami_facts")
            ReadLookup(arguments, use, values);
        else if (module is "ec2_ami")
            ReadImage(arguments, values);
    }

    private void ReadLaunch(TreeNode arguments, ImageUse use, TreeValues values)
    {
        var wanted = arguments["launch_specification"] ?? arguments;
        foreach (var node in new[] { wanted["image_id"], wanted["image"] })
            if ((node is TreeMap ? node["id"] : node) is { } image && values.Evaluate(image) is { } value)
                sink.Take(value, use);
    }

    /// <summary>The old form `ec2: image=… region=…`; a value with spaces stays open.</summary>
    private void ReadWords(TreeText words, string task)
    {
        var values = Values();
        foreach (var word in words.Value.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
            if (word.Split('=', 2) is [("image" or "image_id") and var name, var image])
                sink.Take(
                    image is "{{" or "\"{{" or "'{{"
                        ? new ResolvedOpen(values.At(words), $"the value of `{name}`")
                        : values.Evaluate(new TreeText(words.Span, image.Trim('"', '\'')) { IsQuoted = true })!,
                    new ImageUse(Language, task, values.At(words))
                );
    }

    private void ReadCopy(TreeNode arguments, ImageUse use, TreeValues values)
    {
        if (values.Evaluate(arguments["source_image_id"]) is { } value)
            sink.Take(value, use);
        if (arguments["encrypted"]?.Text?.ToLowerInvariant() is not ("true" or "yes"))
            sink.Findings.Report(
                PreflightDiagnostics.Unencrypted,
                values.At(arguments),
                "the image is copied without `encrypted: true`"
            );
        TreeRules.Name(sink, values, arguments["name"]);
    }

    private void ReadLookup(TreeNode arguments, ImageUse use, TreeValues values)
    {
        var lookup = new ImageLookup(values.At(arguments))
        {
            Owners = values.Evaluate(arguments["owners"] ?? arguments["owner"] ?? arguments.At("filters", "owner-id")),
            Names = values.Evaluate(arguments.At("filters", "name")),
            Ids = values.Evaluate(arguments["image_ids"] ?? arguments.At("filters", "image-id")),
            TakesNewest = true,
        };
        sink.Take(lookup.Found("ec2_ami_info"), use);
        LookupRules.Check(sink, lookup);
    }

    private void ReadImage(TreeNode arguments, TreeValues values)
    {
        TreeRules.Name(sink, values, arguments["name"]);
        if (values.Behind(arguments["launch_permissions"]) is { } permissions)
            TreeRules.Share(sink, values, permissions, ["group_names"], ["org_arns", "org_unit_arns"], "user_ids");
    }
}

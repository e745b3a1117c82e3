using System.Text.Json;
using System.Text.Json.Nodes;
using AmiGovernance.Sandbox.Hosting;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.AcceptanceTests.Support;

/// <summary>What was on the screen when a text appeared, and what came after the keys.</summary>
/// <param name="Before">Null when the text did not appear.</param>
internal sealed record Screen(int Exit, string? Before, string After);

/// <summary>The command line in a process of its own, in a pseudo-terminal.</summary>
/// <param name="folder">Where a person works.</param>
/// <param name="server">The organization that commands reach; null for none.</param>
internal sealed class Terminal(string folder, SandboxServer? server)
{
    public const string CtrlC = "\u0003";

    /// <summary>With this a question ends that expects yes or no.</summary>
    public const string Prompt = "[no]: ";

    /// <summary>Types keys when a text appears.</summary>
    public Screen Answer(string text, string keys, params string[] arguments) => Answer(text, [keys], arguments);

    /// <param name="keys">Those for the text; then a text that comes later, the keys for it, and so on.</param>
    public Screen Answer(string text, string[] keys, params string[] arguments)
    {
        string[] command =
        [
            text,
            JsonSerializer.Serialize(keys),
            "env",
            "-u",
            "AWS_PROFILE",
            .. Environment(),
            .. AmigovProcess.Words(arguments),
        ];
        var output = Tool.Run(
            "python3",
            [RepositoryRoot.File("tests", "judges", "terminal.py"), .. command],
            folder: folder
        );
        var screen = JsonNode.Parse(output)!;
        return new Screen((int)screen["exit"]!, (string?)screen["before"], (string)screen["after"]!);
    }

    private IEnumerable<string> Environment()
    {
        yield return "TERM=xterm";
        if (server is null)
            yield break;
        yield return $"AWS_ENDPOINT_URL={server.Address}";
        yield return $"AWS_ACCESS_KEY_ID={CredentialStore.AdministratorKey(server.World.Organization.ManagementAccount)}";
        yield return $"AWS_SECRET_ACCESS_KEY={CredentialStore.AdministratorSecret}";
        yield return "AWS_REGION=us-east-1";
    }

    /// <summary>
    /// Ctrl-C at a question: what it is about is on the screen before it, and the command ends with 130, which is what a shell says of a
    /// program that Ctrl-C ended.
    /// </summary>
    /// <param name="prompt">The end of the question.</param>
    /// <param name="about">What must be on the screen before it.</param>
    /// <param name="arguments">Of amigov.</param>
    public void AssertLeft(string prompt, string[] about, params string[] arguments)
    {
        var screen = Answer(prompt, CtrlC, arguments);
        Assert.True(screen.Before is not null, screen.After);
        foreach (var text in about)
            Assert.Contains(text, screen.Before, StringComparison.Ordinal);
        Assert.True(screen.Exit == 130, screen.After);
        Assert.DoesNotContain("   at ", screen.After, StringComparison.Ordinal);
    }
}

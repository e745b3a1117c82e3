using AmiGovernance.Cli.Adapters.Processes;

namespace AmiGovernance.Tests.Cli;

/// <summary>A repository may hold a file named like a program: nothing of it is run.</summary>
public sealed class ProgramPathTests
{
    [Fact]
    public void Only_absolute_folders_of_the_path_are_looked_at()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var program = Path.Combine(folder.FullName, "git");
            File.WriteAllText(program, "#!/bin/sh\n");
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal("/git", ProgramPath.Find("git", folder.FullName));
                File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
                Assert.Equal(program, ProgramPath.Find("git", $":.:tools:{folder.FullName}"));
                var relative = Path.GetRelativePath(Environment.CurrentDirectory, folder.FullName);
                Assert.Equal("/git", ProgramPath.Find("git", $"{relative}::."));
            }
            Assert.Equal("./git", ProgramPath.Find("./git", ""));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

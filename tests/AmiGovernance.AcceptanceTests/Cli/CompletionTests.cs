using AmiGovernance.AcceptanceTests.Support;

namespace AmiGovernance.AcceptanceTests.Cli;

public sealed class CompletionTests
{
    [Fact]
    public void The_bash_script_completes_in_a_real_bash()
    {
        var script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(
                script,
                new Amigov().Run("completion", "bash").Out
                    + "amigov() { printf 'generate\\nvalidate\\n'; }\nCOMP_LINE='amigov gen' COMP_POINT=10 COMP_WORDS=(amigov gen) COMP_CWORD=1\n_amigov\necho \"${COMPREPLY[@]}\"\n"
            );
            Assert.Equal("generate\n", Tool.Run("bash", [script]));
        }
        finally
        {
            File.Delete(script);
        }
    }
}

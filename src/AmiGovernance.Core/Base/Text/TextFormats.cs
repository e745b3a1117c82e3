global using PlainText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.PlainFormat>;
global using ShellText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.ShellFormat>;
global using SlackText = AmiGovernance.Core.Base.Text.Escaped<AmiGovernance.Core.Base.Text.SlackFormat>;

export {
  judgePassword,
  type PasswordFault,
  type PasswordHabit,
  type PasswordJudgement,
  passwordLength,
  passwordLengthMax,
  passwordLengthMin,
  passwordLengthMinBeside,
  type PasswordReason,
  plainPassword,
} from "./judgePassword.ts";
export { ownWords } from "./ownWords.ts";
